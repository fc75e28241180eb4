import type { FailureClass } from '#domain/failure'
import type { Behavior } from '#simulator/behavior'
import {
  contentFiltered,
  contextLength,
  cutAt,
  emptyAnswer,
  error,
  errorBodyIn200,
  forbidden,
  gatewayTimeout,
  hangBeforeFirstToken,
  invalidRequest,
  modelNotFound,
  overloaded,
  promptFiltered,
  quotaExhausted,
  rateLimited,
  refused,
  requestTooLarge,
  serverError,
  unauthorized,
} from '#simulator/faults'

/** Names that stand for several failures: sets, then conditions that imply one. */
export const SETS = [
  '5xx',
  'timeout',
  'rate_limit',
  'standard',
  'chain',
  'deployment',
  'widest',
  'any',
  'error',
  'availability',
  'auth',
  'all',
] as const
export type SetName = (typeof SETS)[number]

/**
 * A way for a provider to fail, and what the routing rules make of it. Everything here is written down from the rules'
 * own tables, not taken from the code.
 */
export interface Cause {
  readonly id: string
  /** `null`: nothing listens at the provider's address. */
  readonly behavior: Behavior | null
  readonly class: FailureClass
  /** Class in a stream, where that is another one. */
  readonly streamClass?: FailureClass
  /** Sets that let it move to another model. */
  readonly sets: readonly SetName[]
  /** Moves between deployments of one model whatever the triggers. */
  readonly withinModel: boolean
  /** Status to the client when it is the last word; 200: an answer like any other unless a trigger names it. */
  readonly lastWord: number
  /** Whether waiting and asking again is of use, which SDKs are told. */
  readonly mends: boolean
  readonly hangs?: true
}

/** `error` and `availability` are `5xx`, `timeout` and `model_unavailable`. */
const ERRORS = ['error', 'availability', 'all'] as const
/** Sets that hold `5xx`, `timeout` and `rate_limit`: "the three above". */
const WIDER = ['standard', 'chain', 'deployment', 'widest', 'any'] as const
const UPSTREAM_5XX = { sets: ['5xx', ...WIDER, ...ERRORS], withinModel: true, mends: true } as const
const TIMED_OUT = {
  sets: ['timeout', ...WIDER, ...ERRORS],
  withinModel: true,
  lastWord: 504,
  mends: true,
} as const
/** Only `widest` and `any` name what neither waiting nor another key mends. */
const NAMED_ONLY = { sets: ['widest', 'any'], withinModel: false, mends: false } as const
const NOT_ALLOWED = {
  sets: ['deployment', 'widest', 'any', 'auth', 'all'],
  withinModel: true,
  lastWord: 502,
  mends: false,
} as const

export const CAUSES: readonly Cause[] = [
  { id: '500', behavior: serverError(500), class: 'server_error', ...UPSTREAM_5XX, lastWord: 502 },
  { id: 'error-in-200', behavior: errorBodyIn200(), class: 'server_error', ...UPSTREAM_5XX, lastWord: 502 },
  { id: '503', behavior: overloaded(), class: 'overloaded', ...UPSTREAM_5XX, lastWord: 503 },
  {
    id: '498',
    behavior: error(498, { code: 'capacity_exceeded' }),
    class: 'overloaded',
    ...UPSTREAM_5XX,
    lastWord: 503,
  },
  { id: 'refused-connection', behavior: null, class: 'network', ...UPSTREAM_5XX, lastWord: 502 },
  { id: 'reset', behavior: cutAt('before_headers'), class: 'network', ...UPSTREAM_5XX, lastWord: 502 },
  {
    id: 'cut',
    behavior: cutAt({ afterTokens: 0 }),
    class: 'network',
    streamClass: 'stream_interrupted',
    ...UPSTREAM_5XX,
    lastWord: 502,
  },
  { id: 'empty', behavior: emptyAnswer(), class: 'empty_response', ...UPSTREAM_5XX, lastWord: 502 },
  {
    // A time-out that is also an upstream 5xx.
    id: '504',
    behavior: gatewayTimeout(),
    class: 'timeout',
    ...TIMED_OUT,
    sets: ['5xx', 'timeout', ...WIDER, ...ERRORS],
  },
  { id: '408', behavior: error(408), class: 'timeout', ...TIMED_OUT },
  { id: 'hang', behavior: hangBeforeFirstToken(), class: 'timeout', ...TIMED_OUT, hangs: true },
  {
    id: '429',
    behavior: rateLimited(),
    class: 'rate_limit',
    sets: ['rate_limit', ...WIDER, 'all'],
    withinModel: true,
    lastWord: 429,
    mends: true,
  },
  {
    // `rate_limit` is any upstream 429.
    id: '429-quota',
    behavior: quotaExhausted(),
    class: 'quota_exhausted',
    sets: ['rate_limit', ...WIDER, 'all'],
    withinModel: true,
    lastWord: 502,
    mends: false,
  },
  {
    id: '402-quota',
    behavior: error(402, { code: 'payment_required' }),
    class: 'quota_exhausted',
    sets: [...WIDER, 'all'],
    withinModel: true,
    lastWord: 502,
    mends: false,
  },
  {
    id: '429-too-large',
    behavior: requestTooLarge(),
    class: 'request_exceeds_limit',
    sets: ['rate_limit', ...WIDER, 'all'],
    withinModel: true,
    lastWord: 413,
    mends: false,
  },
  {
    id: '413-too-large',
    behavior: error(413, { message: 'Request too large for this model.', type: 'tokens' }),
    class: 'request_exceeds_limit',
    ...NAMED_ONLY,
    lastWord: 413,
  },
  { id: '401', behavior: unauthorized(), class: 'auth', ...NOT_ALLOWED },
  { id: '403', behavior: forbidden(), class: 'permission', ...NOT_ALLOWED },
  {
    id: '404',
    behavior: modelNotFound(),
    class: 'model_unavailable',
    sets: [...WIDER, ...ERRORS],
    withinModel: true,
    lastWord: 404,
    mends: false,
  },
  {
    id: 'context',
    behavior: contextLength(),
    class: 'context_length',
    sets: ['chain', 'widest', 'any'],
    withinModel: false,
    lastWord: 400,
    mends: false,
  },
  { id: 'prompt-filter', behavior: promptFiltered(), class: 'content_filter', ...NAMED_ONLY, lastWord: 400 },
  { id: 'filter', behavior: contentFiltered(), class: 'content_filter', ...NAMED_ONLY, lastWord: 200 },
  { id: 'refusal', behavior: refused(), class: 'refusal', ...NAMED_ONLY, lastWord: 200 },
  ...([400, 409, 415, 422] as const).map((status) => ({
    id: String(status),
    behavior: status === 400 ? invalidRequest() : error(status),
    class: 'invalid_request' as const,
    sets: ['any'] as const,
    withinModel: false,
    lastWord: status,
    mends: false,
  })),
  {
    id: 'tool-finish',
    behavior: { text: '', finishReason: 'MALFORMED_FUNCTION_CALL' },
    class: 'tool_generation_failed',
    ...NAMED_ONLY,
    lastWord: 502,
    mends: true,
  },
  {
    id: 'tool-call',
    behavior: error(400, { code: 'tool_use_failed' }),
    class: 'tool_generation_failed',
    ...NAMED_ONLY,
    lastWord: 502,
    mends: true,
  },
]

/** The class that a cause has, streamed or not. */
export function classOf(cause: Cause, streamed: boolean): FailureClass {
  return (streamed ? cause.streamClass : undefined) ?? cause.class
}
