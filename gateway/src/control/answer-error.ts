import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { core } from 'zod'
import type { GatewayErrorCode } from '#domain/errors'
import { ERROR_CODES, GatewayError } from '#domain/errors'
import { refusalMembers } from '#wire/refusal-members'
import { InvalidChange } from '#snapshot/entry-change'
import { StoreError } from '#store/store-error'
import { refusedConfiguration } from './refused-configuration.ts'

interface RequestIdEnv {
  readonly Variables: { readonly requestId: string }
}

/** What the routing library refuses by itself. */
const HTTP_CODES: Readonly<Record<number, GatewayErrorCode>> = {
  413: 'body_too_large',
  415: 'unsupported_media_type',
}

/** Which part of a request did not fit, as paths begin. */
type Target = 'json' | 'query' | 'param' | 'header' | 'cookie' | 'form'

/** What a schema found wrong with a request, by its first problem. */
export function invalidInput(target: string, { issues }: core.$ZodError, name = ''): GatewayError {
  const issue = issues[0]
  const path = issue === undefined ? name : pathOf(issue) || name
  const code: GatewayErrorCode = (target as Target) === 'json' ? 'invalid_body' : 'invalid_parameter'
  const where = path === '' ? 'The request' : `\`${path}\``
  const message = `${where}: ${issue?.message ?? 'not valid'}.`
  return new GatewayError(code, { message, param: path === '' ? '$' : path })
}

/** Any error as an answer; one that is nobody's mistake but ours is a bug. */
export function answerError<Env extends RequestIdEnv>(
  c: Context<Env>,
  error: unknown,
  onBug: (error: unknown, requestId: string) => void = () => undefined,
): Response {
  const refusal = refusalOf(error)
  if (refusal.code === 'internal_error') onBug(error, c.get('requestId'))
  const { status } = ERROR_CODES[refusal.code]
  const headers = new Headers({ 'content-type': 'application/json' })
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="backstay"')
  if (refusal.retryAfterMs !== null)
    headers.set('retry-after', String(Math.ceil(refusal.retryAfterMs / 1_000)))
  return new Response(JSON.stringify({ error: refusalMembers(refusal) }), { status, headers })
}

function refusalOf(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error
  if (error instanceof StoreError)
    return new GatewayError('store_unavailable', { message: error.message, cause: error })
  if (error instanceof InvalidChange) return refusedConfiguration(error)
  if (error instanceof HTTPException && error.status < 500) {
    return new GatewayError(HTTP_CODES[error.status] ?? 'invalid_json', { cause: error })
  }
  return new GatewayError('internal_error', { cause: error })
}

function pathOf(issue: core.$ZodIssue): string {
  const [unknown] = issue.code === 'unrecognized_keys' ? issue.keys : []
  const path = unknown === undefined ? issue.path : [...issue.path, unknown]
  return path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`,
    )
    .join('')
    .slice(0, 200)
}
