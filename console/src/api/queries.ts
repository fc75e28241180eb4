import { queryOptions } from '@tanstack/react-query'
import type { Answer, Move } from './answer.ts'
import { answered, api } from './client.ts'
import { ApiError } from './api-error.ts'
import { ORGANISATION, settleOrganisation } from './organisation.ts'

/** Who is signed in; `null`: nobody. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    try {
      const session = await answered(api.GET('/api/session', { signal }))
      settleOrganisation(session.organisations.map(({ id }) => id))
      return session
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** How people may sign in. */
export const signInMethodsQuery = queryOptions({
  queryKey: ['sign-in-methods'],
  queryFn: () => answered(api.GET('/api/auth/methods')),
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

const MAX_PAGE = 500

/** API keys, without what they are. */
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: async ({ signal }) => {
    const params = { path: ORGANISATION, query: { limit: MAX_PAGE } }
    return (await answered(api.GET('/api/organisations/{organisationId}/apikeys', { params, signal }))).data
  },
})

/** As far as it is looked back: the records of all providers are read for one that has answered nothing. */
const LAST_USE_MS = 86_400_000

/** When a request was last answered by a provider; `null`: not within a day. */
export function lastUseQuery(provider: string) {
  return queryOptions({
    queryKey: ['usage', 'last', provider],
    queryFn: async ({ signal }) => {
      const from = String(Date.now() - LAST_USE_MS)
      const params = { path: ORGANISATION, query: { provider, from, limit: 1 } }
      const page = await answered(api.GET('/api/organisations/{organisationId}/usage', { params, signal }))
      return page.data[0]?.at ?? null
    },
    staleTime: 30_000,
  })
}

const HOUR_MS = 3_600_000
/** The most that one question is answered with. */
export const MAX_MOVES = 500

/** Requests that moved in the last hour, newest first. */
export const movesQuery = queryOptions({
  queryKey: ['moves'],
  queryFn: async ({ signal }): Promise<readonly Move[]> => {
    const query = { kind: 'request-moved', limit: MAX_MOVES, since: String(Date.now() - HOUR_MS) }
    const params = { path: ORGANISATION, query }
    const page = await answered(api.GET('/api/organisations/{organisationId}/events', { params, signal }))
    return (page as Answer<'events'>).data.filter((event) => event.kind === 'request-moved')
  },
  refetchInterval: 60_000,
})

/** Every chain. */
export const chainsQuery = queryOptions({
  queryKey: ['chains'],
  queryFn: async ({ signal }): Promise<readonly Answer<'chains/{id}'>[]> => {
    const params = { path: ORGANISATION, query: { limit: MAX_PAGE } }
    return (await answered(api.GET('/api/organisations/{organisationId}/chains', { params, signal }))).data
  },
})

/** One request with all its attempts. */
export function recordQuery(requestId: string) {
  return queryOptions({
    queryKey: ['usage', requestId],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/api/organisations/{organisationId}/usage/{requestId}', {
          params: { path: { ...ORGANISATION, requestId } },
          signal,
        }),
      ),
  })
}
