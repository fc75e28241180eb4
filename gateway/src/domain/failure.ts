/** Every failure of an attempt has exactly one of these classes. */
export const FAILURE_CLASSES = [
  'rate_limit',
  'quota_exhausted',
  'request_exceeds_limit',
  'overloaded',
  'server_error',
  'network',
  'timeout',
  'auth',
  'permission',
  'model_unavailable',
  'context_length',
  'content_filter',
  'refusal',
  'invalid_request',
  'tool_generation_failed',
  'stream_interrupted',
  'empty_response',
  'quality',
  'latency',
] as const

export type FailureClass = (typeof FAILURE_CLASSES)[number]

/** The error members of a provider's answer that clients match on; redacted before they get here. */
export interface UpstreamError {
  readonly message: string
  readonly type: string | null
  readonly code: string | null
  readonly param: string | null
}

/** Why an attempt did not give an answer. */
export interface Failure {
  readonly class: FailureClass
  /** One line for operators; never a secret or an upstream URL. */
  readonly detail: string
  /** HTTP status of the provider's answer, where there was one. */
  readonly status?: number
  /** How long the provider asks to wait. */
  readonly retryAfterMs?: number
  readonly upstream?: UpstreamError
}

/** What a class does to the place that failed. */
export type FailureEffect = 'breaker' | 'cooldown' | 'credential' | 'none'

export interface FailureRule {
  /** May the same deployment be tried again: `hint` waits for the provider's hint, `once` is one more try. */
  readonly again: 'yes' | 'no' | 'once' | 'hint'
  readonly effect: FailureEffect
  /** Status to the client when it is the last word; `upstream` repeats the provider's. */
  readonly status: number | 'upstream'
  /** Is waiting and asking again of any use to the client. */
  readonly mends: boolean
}

/** What each class does, as docs/lifecycle.md tells it. */
export const FAILURE_RULES: Readonly<Record<FailureClass, FailureRule>> = {
  rate_limit: { again: 'hint', effect: 'cooldown', status: 429, mends: true },
  quota_exhausted: { again: 'no', effect: 'credential', status: 502, mends: false },
  request_exceeds_limit: { again: 'no', effect: 'none', status: 413, mends: false },
  overloaded: { again: 'yes', effect: 'breaker', status: 503, mends: true },
  server_error: { again: 'yes', effect: 'breaker', status: 502, mends: true },
  network: { again: 'yes', effect: 'breaker', status: 502, mends: true },
  timeout: { again: 'no', effect: 'breaker', status: 504, mends: true },
  auth: { again: 'no', effect: 'credential', status: 502, mends: false },
  permission: { again: 'no', effect: 'credential', status: 502, mends: false },
  model_unavailable: { again: 'no', effect: 'cooldown', status: 502, mends: false },
  context_length: { again: 'no', effect: 'none', status: 400, mends: false },
  content_filter: { again: 'no', effect: 'none', status: 'upstream', mends: false },
  refusal: { again: 'no', effect: 'none', status: 'upstream', mends: false },
  invalid_request: { again: 'no', effect: 'none', status: 'upstream', mends: false },
  tool_generation_failed: { again: 'once', effect: 'none', status: 502, mends: true },
  stream_interrupted: { again: 'no', effect: 'breaker', status: 502, mends: true },
  empty_response: { again: 'once', effect: 'none', status: 502, mends: true },
  quality: { again: 'no', effect: 'none', status: 502, mends: false },
  latency: { again: 'no', effect: 'none', status: 504, mends: true },
}
