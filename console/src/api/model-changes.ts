import type { paths } from './schema.gen.ts'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'
import type { Model, ModelType } from './resources.ts'

type Json<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : never
type Organisation = '/api/organisations/{organisationId}'

export type ModelBody = Json<paths[`${Organisation}/models`]['post']>
export type ModelChange = Json<paths[`${Organisation}/models/{id}`]['patch']>
export type DeploymentBody = ModelBody['deployments'][number]
export type CatalogModel = Answer<'catalog'>['data'][number]
export type DeploymentTests = Awaited<ReturnType<typeof testDeployments>>
export type DeploymentTest = DeploymentTests['results'][number]

/** Makes a model, with providers and credentials that its deployments bring along. */
export function createModel(body: ModelBody) {
  return answered(
    api.POST('/api/organisations/{organisationId}/models', { params: { path: ORGANISATION }, body }),
  )
}

/** Changes a model as it was read: refused if somebody else changed it meanwhile. */
export function changeModel({ id, revision }: Pick<Model, 'id' | 'revision'>, body: ModelChange) {
  const params = { path: { ...ORGANISATION, id }, header: { 'if-match': `"${revision}"` } }
  return answered(api.PATCH('/api/organisations/{organisationId}/models/{id}', { params, body }))
}

export function deleteModel({ id, revision }: Pick<Model, 'id' | 'revision'>) {
  const params = { path: { ...ORGANISATION, id }, header: { 'if-match': `"${revision}"` } }
  return answered(api.DELETE('/api/organisations/{organisationId}/models/{id}', { params }))
}

interface DeploymentsUnderTest {
  readonly type: ModelType
  /** A saved model whose secrets are meant where they are shown masked. */
  readonly model: string | null
  readonly deployments: DeploymentBody[]
}

/** Really calls every deployment that is switched on. */
export function testDeployments({ type, model, deployments }: DeploymentsUnderTest) {
  const body = { type, deployments, ...(model === null ? {} : { model }) }
  return answered(
    api.POST('/api/organisations/{organisationId}/deployments/test', {
      params: { path: ORGANISATION },
      body,
    }),
  )
}

/** Models that are known beforehand. */
export function catalogQuery(search: string) {
  return queryOptions({
    queryKey: ['catalog', search],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/api/organisations/{organisationId}/catalog', {
          params: { path: ORGANISATION, query: { search, limit: 60 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  })
}
