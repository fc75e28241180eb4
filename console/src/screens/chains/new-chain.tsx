import { Alert, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { Chain } from '#api/chains'
import { chainsQuery } from '#api/queries'
import type { Model, Provider } from '#api/resources'
import { modelsQuery, providersQuery } from '#api/resources'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { BackToChains } from './back-to-chains.tsx'
import { bodyOf } from './chain-body.ts'
import { ChainEditor } from './chain-editor.tsx'
import { fillTemplate, freeName, isTemplate } from './chain-templates.ts'

const words = texts.chainEditor

/** A new chain: empty, from a template, or as the copy of another. */
export function Page() {
  const chains = useQuery({ ...chainsQuery, refetchOnWindowFocus: false })
  const models = useQuery({ ...modelsQuery, refetchOnWindowFocus: false })
  const providers = useQuery({ ...providersQuery, refetchOnWindowFocus: false })
  return (
    <Frame title={words.addTitle} about={texts.chains.about} actions={<BackToChains />}>
      <Loaded query={chains}>
        {(known) => (
          <Loaded query={models}>
            {(served) => (
              <Loaded query={providers}>
                {(places) => <Begun chains={known} models={served} providers={places} />}
              </Loaded>
            )}
          </Loaded>
        )}
      </Loaded>
    </Frame>
  )
}

interface BegunProps {
  readonly chains: readonly Chain[]
  readonly models: readonly Model[]
  readonly providers: readonly Provider[]
}

function Begun({ chains, models, providers }: BegunProps) {
  const { copy, template } = useSearch({ strict: false }) as {
    readonly copy?: unknown
    readonly template?: unknown
  }
  const taken = [...chains, ...models].map(({ name }) => name)
  const origin = chains.find(({ id }) => id === copy)
  const { body, missing } =
    origin !== undefined
      ? { body: { ...bodyOf(origin), name: freeName(words.copyOf(origin.name), taken) }, missing: [] }
      : isTemplate(template)
        ? fillTemplate(template, { models, providers, taken })
        : { body: { name: '', models: [] }, missing: [] }
  return (
    <Stack gap="lg">
      {missing.length > 0 && (
        <Alert color="blue" variant="light">
          {words.missing(missing.join(', '))}
        </Alert>
      )}
      <ChainEditor key={`${String(copy)} ${String(template)}`} saved={null} initial={body} />
    </Stack>
  )
}
