import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'

export type Version = Answer<'config/versions'>['data'][number]

const PAGE_VERSIONS = 100

/** Every change of the configuration over the admin API, newest first. */
export const versionsQuery = infiniteQueryOptions({
  queryKey: ['config-versions'],
  queryFn: ({ pageParam, signal }) =>
    answered(
      api.GET('/api/organisations/{organisationId}/config/versions', {
        params: {
          path: ORGANISATION,
          query: { limit: PAGE_VERSIONS, ...(pageParam !== null && { cursor: pageParam }) },
        },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: ({ nextCursor }) => nextCursor,
})

/** Puts everything back to how it was after a change; 0 is before the first one. */
export function rollBackTo(number: number) {
  return answered(
    api.POST('/api/organisations/{organisationId}/config/versions/{number}/rollback', {
      params: { path: { ...ORGANISATION, number } },
    }),
  )
}

/** File and store as one configuration file, without secrets. */
export function exportConfiguration(): Promise<string> {
  return answered(
    api.GET('/api/organisations/{organisationId}/config/export', {
      params: { path: ORGANISATION },
      parseAs: 'text',
    }),
  )
}
