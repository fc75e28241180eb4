import { ERROR_CODES, GatewayError } from '#domain/errors'
import type { GatewayErrorCode } from '#domain/errors'
import type { Failure, FailureClass } from '#domain/failure'
import { FAILURE_RULES } from '#domain/failure'
import type { Answered } from '#domain/run'
import type { ErrorMembers, WireError } from '#wire/codec'
import { refusalMembers } from '#wire/refusal-members'

/** An error as it goes to a client: the body and what stands in the headers. */
export interface ClientError {
  readonly status: number
  readonly error: ErrorMembers
  readonly retryAfterMs: number | null
  /** `null`: the SDK decides by the status. */
  readonly shouldRetry: boolean | null
}

const MS_PER_S = 1000

/** Classes whose upstream error is the caller's own business: clients match on its code. */
const UPSTREAM_SPEAKS: ReadonlySet<FailureClass> = new Set([
  'rate_limit',
  'request_exceeds_limit',
  'context_length',
  'content_filter',
  'refusal',
  'invalid_request',
])

const OWN_TYPE = 'api_error'
/** Of a stream that broke, where a dialect wants a number: the one of its headers has gone out. */
const BROKEN_STATUS = 502

/** One of our own refusals. */
export function refusalError(error: GatewayError): ClientError {
  const { status } = ERROR_CODES[error.code]
  return clientError(status, { error: refusalMembers(error), retryAfterMs: error.retryAfterMs })
}

/** What the client gets when no attempt answered. */
export function answeredError(answered: Answered): ClientError | null {
  const { result } = answered
  switch (result.kind) {
    case 'answered':
    case 'broken':
    case 'hung_up':
      return null
    case 'full':
      return own('no_capacity', result.retryAfterMs, answered)
    case 'over_budget':
      return refusalError(
        new GatewayError('budget_exhausted', { message: result.message, retryAfterMs: result.renewsInMs }),
      )
    case 'deadline':
      return own('deadline_exceeded', null, answered)
    case 'failed':
      return failed(result.failure, result.retryAfterMs, answered)
  }
}

/** As codecs take it. */
export function wireError({ status, error }: ClientError): WireError {
  return { ...error, status }
}

/** The error event's body for a stream that broke after its start. */
export function upstreamError(failure: Failure): WireError {
  return {
    status: BROKEN_STATUS,
    message: `The answer broke off: ${withoutPeriod(failure.detail)}.`,
    type: failure.upstream?.type ?? OWN_TYPE,
    code: failure.upstream?.code ?? failure.class,
    param: null,
  }
}

function failed(failure: Failure, retryAfterMs: number | null, answered: Answered): ClientError {
  const status = statusOf(failure, answered)
  const speaks = UPSTREAM_SPEAKS.has(failure.class) || status === 404 ? failure.upstream : undefined
  const error: ErrorMembers =
    speaks === undefined
      ? {
          message: `${allFailed(answered)}: ${failure.class}, ${withoutPeriod(failure.detail)}.`,
          type: OWN_TYPE,
          code: 'upstream_failed',
          param: null,
          ...attemptsOf(answered),
          ...docs('upstream_failed'),
        }
      : { ...speaks, type: speaks.type ?? 'invalid_request_error', ...attemptsOf(answered) }
  const mends = FAILURE_RULES[failure.class].mends
  const several = answered.attempts.length > 1
  return {
    ...clientError(status, { error, retryAfterMs }),
    shouldRetry: (several && retryAfterMs === null) || !mends ? false : null,
  }
}

function allFailed({ attempts }: Answered): string {
  return attempts.length === 1
    ? 'The only deployment that could be tried failed'
    : `All ${attempts.length} attempts failed. The last one`
}

/** A missing model is the caller's mistake only if nothing else was there to be tried. */
function statusOf(failure: Failure, { attempts }: Answered): number {
  if (failure.class === 'model_unavailable' && attempts.length === 1) return 404
  const { status } = FAILURE_RULES[failure.class]
  return status === 'upstream' ? (failure.status ?? 400) : status
}

function own(code: GatewayErrorCode, retryAfterMs: number | null, answered: Answered): ClientError {
  const { status, type, message, hint } = ERROR_CODES[code]
  const error = {
    message: `${message} ${hint}`,
    type,
    code,
    param: null,
    ...attemptsOf(answered),
    ...docs(code),
  }
  return {
    ...clientError(status, { error, retryAfterMs }),
    shouldRetry: answered.attempts.length > 1 && retryAfterMs === null ? false : null,
  }
}

function clientError(
  status: number,
  rest: { error: ErrorMembers; retryAfterMs: number | null },
): ClientError {
  const { error, retryAfterMs } = rest
  const seconds = retryAfterMs === null ? null : Math.max(1, Math.ceil(retryAfterMs / MS_PER_S))
  return {
    status,
    error: seconds === null ? error : { ...error, retry_after: seconds },
    retryAfterMs,
    shouldRetry: null,
  }
}

function attemptsOf({ attempts }: Answered): Pick<ErrorMembers, 'attempts'> {
  if (attempts.length === 0) return {}
  return {
    attempts: attempts.map(({ deployment, errorClass, status, totalMs }) => ({
      deployment,
      class: errorClass,
      status,
      ms: Math.round(totalMs),
    })),
  }
}

function docs(code: GatewayErrorCode): { readonly docs: string } {
  return { docs: `docs/errors.md#${code}` }
}

/** What providers say ends in a period as often as not. */
function withoutPeriod(detail: string): string {
  return detail.endsWith('.') ? detail.slice(0, -1) : detail
}
