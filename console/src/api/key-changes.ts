import type { paths } from './schema.gen.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'
import type { ApiKey, ModelType } from './resources.ts'

type Json<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : never
type Organisation = '/api/organisations/{organisationId}'
type Saved = Pick<ApiKey, 'id' | 'revision'>

export type KeyBody = NonNullable<Json<paths[`${Organisation}/apikeys`]['post']>>
export type KeyPolicy = NonNullable<ApiKey['routing'][ModelType]>

const params = ({ id, revision }: Saved) => ({
  path: { ...ORGANISATION, id },
  header: { 'if-match': `"${revision}"` },
})

/** Makes a key; the answer has its secret, this once. */
export function createKey(body: KeyBody) {
  return answered(
    api.POST('/api/organisations/{organisationId}/apikeys', { params: { path: ORGANISATION }, body }),
  )
}

export function changeKey(key: Saved, body: Partial<KeyBody>) {
  return answered(
    api.PATCH('/api/organisations/{organisationId}/apikeys/{id}', {
      params: params(key),
      body: body as KeyBody,
    }),
  )
}

export function deleteKey(key: Saved) {
  return answered(api.DELETE('/api/organisations/{organisationId}/apikeys/{id}', { params: params(key) }))
}

/** Refuses every request with the key from now on. */
export function revokeKey({ id }: Saved) {
  return answered(
    api.POST('/api/organisations/{organisationId}/apikeys/{id}/revoke', {
      params: { path: { ...ORGANISATION, id } },
    }),
  )
}

/** Gives the key another secret, which the answer has this once; the old one is taken for so many seconds more. */
export function rotateKey({ id }: Saved, graceSeconds: number) {
  return answered(
    api.POST('/api/organisations/{organisationId}/apikeys/{id}/rotate', {
      params: { path: { ...ORGANISATION, id } },
      body: { graceSeconds },
    }),
  )
}

/** Replaces the policy for one type of model; `null` clears it. */
export function changeRouting({ id }: Saved, type: ModelType, policy: KeyPolicy | null) {
  return answered(
    api.PATCH('/api/organisations/{organisationId}/apikeys/{id}/routing', {
      params: { path: { ...ORGANISATION, id } },
      body: { routing: { [type]: policy } },
    }),
  )
}
