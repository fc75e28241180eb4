import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { modelsQuery, providersQuery } from '#api/resources'
import { ChangeableBy } from '#parts/changeable-by'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { draftOfCopy } from './model-draft.ts'
import { ModelWizard } from './model-wizard.tsx'

/** A new model, or one that begins as the copy of another. */
export function Page() {
  const models = useQuery(modelsQuery)
  const providers = useQuery(providersQuery)
  const { copy } = useSearch({ strict: false }) as { readonly copy?: unknown }
  return (
    <Frame title={texts.wizard.addTitle}>
      <Loaded query={models}>
        {(all) => (
          <Loaded query={providers}>
            {(places) => {
              const origin = all.find(({ id }) => id === copy)
              return (
                <ChangeableBy permission="models:write">
                  <ModelWizard
                    key={origin?.id}
                    initial={
                      origin === undefined ? null : draftOfCopy(origin, texts.models.copyOf(origin.name))
                    }
                    saved={null}
                    providers={new Map(places.map(({ kind, name }) => [kind, name]))}
                  />
                </ChangeableBy>
              )
            }}
          </Loaded>
        )}
      </Loaded>
    </Frame>
  )
}
