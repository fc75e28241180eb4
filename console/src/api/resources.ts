import { queryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'

export type Model = Answer<'models'>['data'][number]
export type ModelDeployment = Model['deployments'][number]
export type ModelType = Model['type']
export type Provider = Answer<'providers'>['data'][number]

export type ApiKey = Answer<'apikeys'>['data'][number]
export type Settings = Answer<'settings'>

const PAGE = 500

interface Page<Entry> {
  readonly data: Entry[]
  readonly nextCursor: string | null
}

/** Every page of a list, one after the other. */
async function all<Entry>(page: (query: { limit: number; cursor?: string }) => Promise<Page<Entry>>) {
  const entries: Entry[] = []
  let cursor: string | null = null
  do {
    const query: { limit: number; cursor?: string } =
      cursor === null ? { limit: PAGE } : { limit: PAGE, cursor }
    const { data, nextCursor }: Page<Entry> = await page(query)
    entries.push(...data)
    cursor = nextCursor
  } while (cursor !== null)
  return entries
}

/** All models with their deployments, by name. */
export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) =>
    all((query) =>
      answered(
        api.GET('/api/organisations/{organisationId}/models', {
          params: { path: ORGANISATION, query },
          signal,
        }),
      ),
    ),
})

/** All providers, by name. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) =>
    all((query) =>
      answered(
        api.GET('/api/organisations/{organisationId}/providers', {
          params: { path: ORGANISATION, query },
          signal,
        }),
      ),
    ),
})

/** All chains, by name. */
export const chainsQuery = queryOptions({
  queryKey: ['chains'],
  queryFn: ({ signal }) =>
    all((query) =>
      answered(
        api.GET('/api/organisations/{organisationId}/chains', {
          params: { path: ORGANISATION, query },
          signal,
        }),
      ),
    ),
})

/** All API keys, by name. */
export const keysQuery = queryOptions({
  queryKey: ['apikeys'],
  queryFn: ({ signal }) =>
    all((query) =>
      answered(
        api.GET('/api/organisations/{organisationId}/apikeys', {
          params: { path: ORGANISATION, query },
          signal,
        }),
      ),
    ),
})

/** The settings that are in force. */
export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) =>
    answered(
      api.GET('/api/organisations/{organisationId}/settings', { params: { path: ORGANISATION }, signal }),
    ),
})
