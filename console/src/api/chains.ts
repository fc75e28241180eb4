import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'
import type { paths } from './schema.gen.ts'

type Posted<Path extends keyof paths> = paths[Path] extends {
  post: { requestBody: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never

export type Chain = Answer<'chains/{id}'>
export type ChainStep = Chain['models'][number]
/** What is sent to save a chain. */
export type ChainBody = Posted<'/api/organisations/{organisationId}/chains'>
/** What is wrong with a chain, and the chain in both forms. */
export type ChainValidation =
  paths['/api/organisations/{organisationId}/chains/validate']['post']['responses'][200]['content']['application/json']
export type ChainProblem = ChainValidation['problems'][number]

/** One chain, by its id or name. */
export function chainQuery(id: string) {
  return queryOptions({
    queryKey: ['chains', id],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/api/organisations/{organisationId}/chains/{id}', {
          params: { path: { ...ORGANISATION, id } },
          signal,
        }),
      ),
  })
}

/** A chain as YAML, or as the API has it. */
export type WrittenChain = { readonly yaml: string } | { readonly chain: ChainBody }

/** Looks at a chain by the rules of the file; nothing is saved. */
export function validateChain(written: WrittenChain, replaces: string | null, signal?: AbortSignal) {
  return answered(
    api.POST('/api/organisations/{organisationId}/chains/validate', {
      params: { path: ORGANISATION },
      body: {
        ...written,
        ...(replaces !== null && { replaces }),
      },
      signal,
    }),
  )
}

/** What is wrong with a chain while it is written. */
export function validationQuery(written: WrittenChain, replaces: string | null) {
  return queryOptions({
    queryKey: ['chain-validation', replaces, written],
    queryFn: ({ signal }) => validateChain(written, replaces, signal),
    placeholderData: keepPreviousData,
  })
}

export function createChain(body: ChainBody) {
  return answered(
    api.POST('/api/organisations/{organisationId}/chains', { params: { path: ORGANISATION }, body }),
  )
}

type Saved = Pick<Chain, 'id' | 'revision'>

const params = ({ id, revision }: Saved) => ({
  path: { ...ORGANISATION, id },
  header: { 'if-match': `"${revision}"` },
})

/** Changes a chain as it was read; a member that is `null` goes back to its default. */
export function changeChain(saved: Saved, change: Readonly<Record<string, unknown>>) {
  return answered(
    api.PATCH('/api/organisations/{organisationId}/chains/{id}', {
      params: params(saved),
      body: change as never,
    }),
  )
}

export function deleteChain(saved: Saved) {
  return answered(api.DELETE('/api/organisations/{organisationId}/chains/{id}', { params: params(saved) }))
}

const MINUTE_MS = 60_000

/** How many requests have named a chain since a moment, and how many of them moved. */
export function chainTrafficQuery(name: string, since: number) {
  return queryOptions({
    queryKey: ['chain-traffic', name, since],
    queryFn: async ({ signal }) => {
      const query = { model: name, from: String(since), probe: 'false' as const }
      const { totals } = await answered(
        api.GET('/api/organisations/{organisationId}/usage/summary', {
          params: { path: ORGANISATION, query },
          signal,
        }),
      )
      return totals
    },
    refetchInterval: MINUTE_MS,
  })
}
