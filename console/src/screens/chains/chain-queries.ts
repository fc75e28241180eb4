import { queryOptions } from '@tanstack/react-query'
import type { Answer } from '#api/answer'
import { answered, api } from '#api/client'
import { ORGANISATION } from '#api/organisation'

export type Chain = Answer<'chains/{id}'>

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
