import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMay } from '#api/permissions'
import { modelsQuery } from '#api/resources'
import { Loaded } from '#parts/loaded'
import { NotFound } from '#parts/not-found'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { draftOfModel } from './model-draft.ts'
import { ModelDetails } from './model-details.tsx'
import { ModelWizard } from './model-wizard.tsx'

/** A saved model, to be changed; one of the file, to be looked at. */
export function Page() {
  const { id } = useParams({ strict: false }) as { readonly id?: string }
  const models = useQuery({ ...modelsQuery, refetchOnWindowFocus: false })
  const may = useMay('models:write')
  return (
    <Loaded query={models}>
      {(all) => {
        const model = all.find((one) => one.id === id || one.name === id)
        if (model === undefined) return <NotFound />
        if (model.source === 'file' || !may) {
          return (
            <Frame title={model.name}>
              <Alert color="gray" variant="light" role="note">
                {model.source === 'file' ? texts.resources.inFile : texts.resources.notYours}
              </Alert>
              <ModelDetails model={model} />
            </Frame>
          )
        }
        return (
          <Frame title={texts.wizard.editTitle(model.name)}>
            <ModelWizard key={model.id} initial={draftOfModel(model)} saved={model} providers={new Map()} />
          </Frame>
        )
      }}
    </Loaded>
  )
}
