import createClient from 'openapi-fetch'
import { signedIn } from './admin-token.ts'
import { ApiError } from './api-error.ts'
import type { paths } from './schema.gen.ts'

/** The admin API, typed by its own description. */
export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' })

const signedOutListeners = new Set<() => void>()
const accessListeners = new Set<() => void>()

/** Calls back when the admin API no longer knows who asks. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener)
  return () => signedOutListeners.delete(listener)
}

/** Calls back when something was refused that the session said may be done: it says something else by now. */
export function onAccessChanged(listener: () => void): () => void {
  accessListeners.add(listener)
  return () => accessListeners.delete(listener)
}

api.use({
  onRequest: ({ request }) => {
    for (const [name, value] of Object.entries(signedIn())) request.headers.set(name, value)
    return request
  },
  onResponse: async ({ response }) => {
    if (response.status === 401) for (const listener of signedOutListeners) listener()
    if ((response.status === 403 || response.status === 404) && (await hasLostAccess(response)))
      for (const listener of accessListeners) listener()
    return undefined
  },
})

/** Another role by now, or no longer in the organisation. */
async function hasLostAccess(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  const { code, param } = ApiError.of(response.status, body)
  return code === 'role_insufficient' || param === 'organisationId'
}

interface Reply<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/**
 * What a call was answered.
 *
 * @throws ApiError - whatever the admin API refused.
 */
export async function answered<Data>(call: Promise<Reply<Data>>): Promise<Data> {
  const { data, error, response } = await call
  if (!response.ok) throw ApiError.of(response.status, error)
  return data as Data
}
