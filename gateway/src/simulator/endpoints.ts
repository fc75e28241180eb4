import type { Behavior } from './behavior.ts'
import type { Asked, Dialect } from './dialect.ts'
import { error, unauthorized } from './faults.ts'

export interface EndpointSettings {
  /** Names listed by `GET /v1/models`; requests may name others. */
  readonly models: readonly string[]
  /** True: some key has to be given. A list: one of these. */
  readonly requireKey: boolean | readonly string[]
}

/** A request as far as it decides who answers it. */
export interface Addressed {
  readonly method: string
  readonly path: string
  readonly apiKey: string | null
  /** Undefined: not JSON. */
  readonly body: unknown
}

/** What a request asks for, or the answer that needs no script. */
export function addressee(
  request: Addressed,
  dialect: Dialect,
  settings: EndpointSettings,
): { readonly asked: Asked; readonly fixed: Behavior | null } {
  const serves = dialect.serves(request.path)
  const refusal = keyRefusal(request.apiKey, settings.requireKey)
  if (refusal !== null) return { asked: NOTHING, fixed: refusal }
  if (!serves)
    return { asked: NOTHING, fixed: request.method === 'GET' ? listing(request.path, settings) : NOT_FOUND }
  if (request.method !== 'POST') return { asked: NOTHING, fixed: NOT_ALLOWED }
  if (request.body === undefined) return { asked: NOTHING, fixed: NOT_JSON }
  const asked = dialect.read(request.path, request.body)
  return 'error' in asked ? { asked: NOTHING, fixed: error(400, asked.error) } : { asked, fixed: null }
}

const NOTHING: Asked = { model: '', streamed: false, includeUsage: false }
const NOT_FOUND = error(404, { message: 'Invalid URL.', type: 'invalid_request_error' })
const NOT_ALLOWED: Behavior = {
  ...error(405, { message: 'Not allowed to use this method on this URL.', type: 'invalid_request_error' }),
  headers: { allow: 'POST' },
}
const NOT_JSON = error(400, {
  message: 'We could not parse the JSON body of your request.',
  type: 'invalid_request_error',
})
const NO_KEY = error(401, { message: 'You did not provide an API key.', type: 'invalid_request_error' })

function keyRefusal(apiKey: string | null, requireKey: boolean | readonly string[]): Behavior | null {
  if (requireKey === false) return null
  if (apiKey === null) return NO_KEY
  return requireKey === true || requireKey.includes(apiKey) ? null : unauthorized()
}

function listing(path: string, settings: EndpointSettings): Behavior {
  if (path === '/v1/models')
    return { body: { json: { object: 'list', data: settings.models.map(modelObject) } } }
  const id = path.startsWith('/v1/models/') ? decoded(path.slice('/v1/models/'.length)) : null
  return id !== null && settings.models.includes(id) ? { body: { json: modelObject(id) } } : NOT_FOUND
}

function modelObject(id: string): { id: string; object: string; created: number; owned_by: string } {
  return { id, object: 'model', created: 1_700_000_000, owned_by: 'simulator' }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
