import { queryOptions } from '@tanstack/react-query'
import type { paths } from './schema.gen.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'
import type { Provider, Settings } from './resources.ts'

type Json<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : never
type Organisation = '/api/organisations/{organisationId}'

export type SettingsChange = NonNullable<Json<paths[`${Organisation}/settings`]['patch']>>
export type ProviderBody = NonNullable<Json<paths[`${Organisation}/providers`]['post']>>
export type StateChange = NonNullable<Json<paths[`${Organisation}/deployments/{deploymentId}/state`]['post']>>

/** Changes settings of the organisation as they were read. */
export function changeSettings({ revision }: Pick<Settings, 'revision'>, body: SettingsChange) {
  const params = { path: ORGANISATION, header: { 'if-match': `"${revision}"` } }
  return answered(api.PATCH('/api/organisations/{organisationId}/settings', { params, body }))
}

/** Every budget, with what was spent of it. */
export const budgetsQuery = queryOptions({
  queryKey: ['budgets'],
  queryFn: ({ signal }) =>
    answered(
      api.GET('/api/organisations/{organisationId}/budgets', { params: { path: ORGANISATION }, signal }),
    ),
  refetchInterval: 5_000,
})

export function createProvider(body: ProviderBody) {
  return answered(
    api.POST('/api/organisations/{organisationId}/providers', { params: { path: ORGANISATION }, body }),
  )
}

type Saved = Pick<Provider, 'id' | 'revision'>

const params = ({ id, revision }: Saved) => ({
  path: { ...ORGANISATION, id },
  header: { 'if-match': `"${revision}"` },
})

export function changeProvider(provider: Saved, body: Partial<ProviderBody>) {
  return answered(
    api.PATCH('/api/organisations/{organisationId}/providers/{id}', {
      params: params(provider),
      body: body as ProviderBody,
    }),
  )
}

export function deleteProvider(provider: Saved) {
  return answered(
    api.DELETE('/api/organisations/{organisationId}/providers/{id}', { params: params(provider) }),
  )
}

/** Drains a deployment, takes it out, or has it as new. */
export function setDeploymentState(deploymentId: string, body: StateChange) {
  return answered(
    api.POST('/api/organisations/{organisationId}/deployments/{deploymentId}/state', {
      params: { path: { ...ORGANISATION, deploymentId } },
      body,
    }),
  )
}
