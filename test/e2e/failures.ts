import type { FailureClass } from '#domain/failure'
import type { Behavior } from '#simulator/behavior'
import {
  cutAt,
  emptyAnswer,
  error,
  errorAsFirstEvent,
  errorBodyIn200,
  gatewayTimeout,
  hangBeforeFirstToken,
  hangBeforeHeaders,
  htmlError,
  modelNotFound,
  overloaded,
  quotaExhausted,
  rateLimited,
  serverError,
  unauthorized,
} from '#simulator/faults'

/** A way in which a provider does not answer, and what is to be made of it. */
export interface FailureCase {
  readonly id: string
  /** `null`: nothing listens at the provider's address. */
  readonly behavior: Behavior | null
  readonly class: FailureClass
  /** Where a stream is judged otherwise. */
  readonly streamClass?: FailureClass
  /** Short time limits are needed to see it. */
  readonly hangs?: true
  /** Moves to another key of the same model, but under `standard` to no other model. */
  readonly sameModelOnly?: true
}

const MALFORMED: Behavior = { body: { text: '{"id": "chatcmpl-1", "choices": [{"message": ' } }

/** Everything that another provider can mend. */
export const FAILURES: readonly FailureCase[] = [
  { id: '500', behavior: serverError(500), class: 'server_error' },
  { id: '502', behavior: serverError(502), class: 'server_error' },
  { id: '503', behavior: overloaded(), class: 'overloaded' },
  { id: '503-plain', behavior: error(503), class: 'overloaded' },
  { id: '504', behavior: gatewayTimeout(), class: 'timeout' },
  { id: '529', behavior: error(529, { type: 'overloaded_error' }), class: 'overloaded' },
  { id: '408', behavior: error(408), class: 'timeout' },
  { id: '429', behavior: rateLimited(), class: 'rate_limit' },
  { id: '429-with-retry-after', behavior: rateLimited({ retryAfterS: 30 }), class: 'rate_limit' },
  { id: '429-quota', behavior: quotaExhausted(), class: 'quota_exhausted' },
  { id: '401-on-one-key', behavior: unauthorized(), class: 'auth', sameModelOnly: true },
  { id: '403', behavior: error(403), class: 'permission', sameModelOnly: true },
  { id: '404-model', behavior: modelNotFound(), class: 'model_unavailable' },
  { id: 'refused-connection', behavior: null, class: 'network' },
  { id: 'reset-before-headers', behavior: cutAt('before_headers'), class: 'network' },
  {
    id: 'reset-after-headers',
    behavior: cutAt('after_headers'),
    class: 'network',
    streamClass: 'stream_interrupted',
  },
  { id: 'hang-before-headers', behavior: hangBeforeHeaders(), class: 'timeout', hangs: true },
  { id: 'hang-before-first-token', behavior: hangBeforeFirstToken(), class: 'timeout', hangs: true },
  {
    id: 'hang-with-keep-alives',
    behavior: { ...hangBeforeFirstToken(), keepalive: { everyMs: 20 } },
    class: 'timeout',
    hangs: true,
  },
  { id: '200-with-error-body', behavior: errorBodyIn200(), class: 'server_error' },
  { id: '200-with-error-first', behavior: errorAsFirstEvent(), class: 'server_error' },
  { id: 'empty-answer', behavior: emptyAnswer(), class: 'empty_response' },
  {
    id: 'empty-body',
    behavior: { body: { text: '' } },
    class: 'server_error',
    streamClass: 'stream_interrupted',
  },
  { id: 'malformed-body', behavior: MALFORMED, class: 'server_error' },
  { id: 'html-page', behavior: htmlError(), class: 'server_error' },
  {
    id: 'html-page-in-200',
    behavior: htmlError(200),
    class: 'server_error',
    streamClass: 'stream_interrupted',
  },
  {
    id: 'clean-end-before-first-token',
    behavior: cutAt({ afterTokens: 0 }, 'end'),
    class: 'server_error',
    streamClass: 'stream_interrupted',
  },
  {
    id: 'reset-before-first-token',
    behavior: cutAt({ afterTokens: 0 }, 'reset'),
    class: 'network',
    streamClass: 'stream_interrupted',
  },
  {
    id: 'broken-socket-before-first-token',
    behavior: cutAt({ afterTokens: 0 }, 'destroy'),
    class: 'network',
    streamClass: 'stream_interrupted',
  },
]
