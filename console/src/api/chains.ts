import { queryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'

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
