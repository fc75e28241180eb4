import { queryOptions } from '@tanstack/react-query'
import { answered, api, ORGANISATION } from './client.ts'
import { ApiError } from './api-error.ts'

/** Who is signed in; `null`: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    try {
      const params = { path: ORGANISATION, query: { limit: 1 } }
      await answered(api.GET('/api/organisations/{organisationId}/events', { params, signal }))
      return { organisation: ORGANISATION.organisationId }
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

const HEALTH_EVERY_MS = 5_000

/** How every deployment is doing; asked again as long as somebody looks. */
export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) =>
    answered(
      api.GET('/api/organisations/{organisationId}/health', { params: { path: ORGANISATION }, signal }),
    ),
  refetchInterval: HEALTH_EVERY_MS,
})
