import type { Deployment } from '#domain/deployment'
import type { Failure, FailureClass, UpstreamError } from '#domain/failure'
import type { HeaderView } from '#wire/header-view'
import { parseWait } from '#wire/parse-wait'
import { retryAfterMs } from '#wire/retry-after'
import { readErrorBody, readErrorValue, shapeOf, type ErrorBody } from './error-body.ts'
import type { ErrorRule, ProviderKind } from './provider.ts'
import { redactFor, type Redact } from './redact.ts'

/** Whose answer is judged, and when. */
export interface ClassifyContext {
  readonly kind: ProviderKind
  readonly deployment: Deployment
  /** Milliseconds since the Unix epoch, for hints that name a point in time. */
  readonly wallMs: number
}

/** An answer with an error status; the body may be cut. */
export interface ErrorResponse {
  readonly status: number
  readonly headers: HeaderView
  readonly body: Uint8Array
}

/** Of an error body, so much is read. */
export const MAX_ERROR_BYTES = 64 * 1024
const MAX_MESSAGE = 2000
/** Limits per minute never ask for this much. */
const LONG_WAIT_MS = 3_600_000
const MAX_DETAIL = 300

const decoder = new TextDecoder()

/** Gives an error answer its one class: by code, type and details, then by the provider's wording, then by status. */
export function classifyResponse(context: ClassifyContext, response: ErrorResponse): Failure {
  const { status, headers } = response
  const redact = redactFor(context.deployment)
  if (status < 400) return redirected(status)
  const read = readErrorBody(decoder.decode(response.body.subarray(0, MAX_ERROR_BYTES)))
  // AWS says in a header what it is.
  const body = read.code === null ? { ...read, code: shapeOf(headers['x-amzn-errortype']) } : read
  return failureOf({ context, body, status, redact, hint: retryAfterMs(headers, context.wallMs) })
}

/** Classifies an error that came inside an answer under status 200, by the status that its members stand for. */
export function classifyInside(context: ClassifyContext, error: unknown): Failure {
  const body = readErrorValue(error)
  const redact = redactFor(context.deployment)
  const status =
    body.status ??
    STATUS_OF_TYPE.get(body.type ?? '') ??
    STATUS_OF_TYPE.get(body.code ?? '') ??
    STATUS_OF_TYPE.get(body.codes[0] ?? '')
  return failureOf({ context, body, status: status ?? null, redact, hint: null })
}

interface Judged {
  readonly context: ClassifyContext
  readonly body: ErrorBody
  readonly status: number | null
  readonly redact: Redact
  readonly hint: number | null
}

function failureOf({ context, body, status, redact, hint }: Judged): Failure {
  const wait = hint ?? parseWait(body.retryAfter, context.wallMs) ?? spokenWait(body.message)
  const found = classOf(context.kind.errors, body, status)
  const forTheDay =
    found === 'rate_limit' && context.kind.quirks.longWaitIsQuota === true && (wait ?? 0) > LONG_WAIT_MS
  const failureClass = forTheDay ? 'quota_exhausted' : found
  const upstream = upstreamOf(body, redact)
  const said = upstream?.message ?? 'no readable body'
  const code = upstream?.code ?? upstream?.type
  const head = status === null ? 'error in the answer' : `HTTP ${status}`
  return {
    class: failureClass,
    detail: oneLine(`${head}${code === null || code === undefined ? '' : ` ${code}`}: ${said}`),
    ...(status === null ? {} : { status }),
    ...(wait === null ? {} : { retryAfterMs: wait }),
    ...(upstream === null ? {} : { upstream }),
  }
}

function classOf(rules: readonly ErrorRule[], body: ErrorBody, status: number | null): FailureClass {
  const coded = rules.find((rule) => rule.message === undefined && ruleMatches(rule, body, status))
  const worded = coded ?? rules.find((rule) => rule.message !== undefined && ruleMatches(rule, body, status))
  return worded?.class ?? (status === null ? 'server_error' : classOfStatus(status))
}

function ruleMatches(rule: ErrorRule, body: ErrorBody, status: number | null): boolean {
  if (rule.status !== undefined && (status === null || !rule.status.includes(status))) return false
  if (rule.code !== undefined && !rule.code.some((code) => code === body.code || body.codes.includes(code)))
    return false
  if (rule.type !== undefined && (body.type === null || !rule.type.includes(body.type))) return false
  if (rule.param !== undefined && (body.param === null || !rule.param.includes(body.param))) return false
  if (rule.details !== undefined && !rule.details.test(body.details)) return false
  return rule.message === undefined || (body.message !== null && rule.message.test(body.message))
}

const CLASS_OF_STATUS: Readonly<Record<number, FailureClass>> = {
  401: 'auth',
  402: 'quota_exhausted',
  403: 'permission',
  404: 'model_unavailable',
  408: 'timeout',
  410: 'model_unavailable',
  424: 'server_error',
  429: 'rate_limit',
  498: 'overloaded',
  499: 'server_error',
  503: 'overloaded',
  504: 'timeout',
  529: 'overloaded',
}

/** The class of a status whose body says nothing more. 424, 498 and 499 are how Groq, Cohere and Google speak of themselves. */
function classOfStatus(status: number): FailureClass {
  return CLASS_OF_STATUS[status] ?? (status >= 500 ? 'server_error' : 'invalid_request')
}

/** Statuses that error types stand for; under 200 they are all there is to go by. */
const STATUS_OF_TYPE: ReadonlyMap<string, number> = new Map(
  Object.entries({
    invalid_request_error: 400,
    invalid_request: 400,
    INVALID_ARGUMENT: 400,
    FAILED_PRECONDITION: 400,
    context_length_exceeded: 400,
    content_policy_violation: 400,
    BadRequestError: 400,
    authentication_error: 401,
    authentication: 401,
    UNAUTHENTICATED: 401,
    billing_error: 402,
    payment_required: 402,
    permission_error: 403,
    permission_denied: 403,
    PERMISSION_DENIED: 403,
    not_found_error: 404,
    not_found: 404,
    model_not_found: 404,
    NOT_FOUND: 404,
    rate_limit_error: 429,
    rate_limit_exceeded: 429,
    rate_limited: 429,
    insufficient_quota: 429,
    RESOURCE_EXHAUSTED: 429,
    api_error: 500,
    server_error: 500,
    server: 500,
    INTERNAL: 500,
    provider_unavailable: 503,
    service_unavailable_error: 503,
    UNAVAILABLE: 503,
    timeout_error: 504,
    timeout: 504,
    DEADLINE_EXCEEDED: 504,
    overloaded_error: 529,
    ValidationException: 400,
    ThrottlingException: 429,
    ModelStreamErrorException: 424,
    InternalServerException: 500,
    ServiceUnavailableException: 503,
  }),
)

function upstreamOf(body: ErrorBody, redact: Redact): UpstreamError | null {
  if (body.message === null && body.type === null && body.code === null) return null
  const clean = (value: string | null): string | null => (value === null ? null : redact(value).slice(0, 200))
  return {
    message: redact(body.message ?? '').slice(0, MAX_MESSAGE),
    type: clean(body.type),
    code: clean(body.code ?? body.codes[0] ?? null),
    param: clean(body.param),
  }
}

const SPOKEN =
  /(?:try again in|retry after|retry in) (\d[\d.]{0,12}(?:(?:ms|[smh])[\d.]{0,12}){0,4})(?: (seconds?|minutes?|hours?))?/i

/** OpenAI and Azure say the wait in words: `Please try again in 6m0s.`, `retry after 22 seconds`. */
function spokenWait(message: string | null): number | null {
  const spoken = SPOKEN.exec(message ?? '')
  const value = spoken?.[1]?.replace(/\.+$/, '')
  return value === undefined ? null : parseWait(`${value}${spoken?.[2]?.[0] ?? ''}`, 0)
}

function redirected(status: number): Failure {
  const detail = `HTTP ${status}: the provider redirects, and redirects are not followed; check base_url`
  return { class: 'server_error', detail, status }
}

/** As it is shown to operators: without line breaks and control characters, and not long. */
export function oneLine(text: string): string {
  const flat = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return flat.length > MAX_DETAIL ? `${flat.slice(0, MAX_DETAIL - 1)}…` : flat
}
