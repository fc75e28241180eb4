import { queryOptions } from '@tanstack/react-query'
import type { Answer } from '#api/answer'
import { answered, api } from '#api/client'
import { ORGANISATION } from '#api/organisation'

export type Chain = Answer<'chains/{id}'>

const MAX_PAGE = 500

/** Every chain. */
export const chainsQuery = queryOptions({
  queryKey: ['chains'],
  queryFn: async ({ signal }): Promise<readonly Chain[]> => {
    const params = { path: ORGANISATION, query: { limit: MAX_PAGE } }
    return (await answered(api.GET('/api/organisations/{organisationId}/chains', { params, signal }))).data
  },
})

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
