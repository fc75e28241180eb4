import type { Continued, ContinueSource } from './continuation.ts'
import type { Deployment } from './deployment.ts'
import type { Failure } from './failure.ts'
import type { Model } from './model.ts'
import type { ReportedModel } from './names.ts'
import type { ReportedLimit } from './reported-limit.ts'
import type { Accepted } from './request.ts'
import type { TokenUsage } from './usage.ts'

/** One attempt to be made: what to send where, and how long to hold the answer back. */
export interface Call {
  readonly accepted: Accepted
  readonly model: Model
  readonly deployment: Deployment
  /** `content`: held until the first content-bearing event. `event`: until any event; there is no alternative left. */
  readonly hold: 'content' | 'event'
  /** Answers of these kinds are failures, because a trigger moves on them and there is somewhere to go. */
  readonly judge: { readonly refusal: boolean; readonly contentFilter: boolean }
  readonly malformedEvent: 'drop' | 'error'
  /** What the client gets of a stream is kept, so that another attempt can go on from it. */
  readonly tracked: boolean
  /** A plain stop with nothing before it is an answer: this attempt goes on from text that the client has. */
  readonly mayBeEmpty: boolean
}

/** The start of an answer, known when it commits. */
export interface AnswerHead {
  readonly status: number
  readonly contentType: string
  /** Upstream headers that clients may see, such as the provider's request id. */
  readonly headers: readonly (readonly [string, string])[]
  /** What the translation to the provider's dialect could not carry. */
  readonly losses?: readonly string[]
}

/** How an attempt ended. */
export type Outcome =
  | {
      readonly kind: 'answered'
      readonly reportedModel: ReportedModel | null
      readonly usage: TokenUsage | null
      /** Delivered, but not what was hoped for. */
      readonly flag: 'refusal' | 'content_filter' | 'empty_response' | null
      readonly droppedEvents: number
      /** Under which the provider may have stored it. */
      readonly answerId?: string
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly usage: TokenUsage | null }

/**
 * Told by `send` what happens on the wire, in this order: `sent` once a connection took the request, `activity` for
 * every piece of the body, `committed` at most once, `bytes` only after it, `ended` exactly once and last. After `abort`
 * nothing more is told.
 */
export interface AttemptObserver {
  sent(): void
  /** What the provider reports of its limits, with the headers of whatever it answers. */
  reported(limits: readonly ReportedLimit[]): void
  activity(): void
  /** `whole`: the chunks are the complete answer, and `ended` follows. */
  committed(head: AnswerHead, chunks: readonly Uint8Array[], whole: boolean): void
  bytes(chunk: Uint8Array): void
  ended(outcome: Outcome): void
}

/** An attempt under way. */
export interface AttemptHandle {
  /** Cancels it; returns what was used so far, for the record. */
  abort(): TokenUsage | null
  /** What was told as `committed` and `bytes`; `null` unless the call is tracked and a stream has begun. */
  delivered(): ContinueSource | null
  /** What was used so far, as far as it is known. */
  used(): TokenUsage | null
  pause(): void
  resume(): void
}

/** Stage 5 as the run loop sees it. */
export type Send = (call: Call, observer: AttemptObserver) => AttemptHandle

/** Who answers, for the headers of the answer. */
export interface Serving {
  readonly model: Model
  readonly deployment: Deployment
  readonly attempts: number
  /** Class of the failure behind each move to another deployment or model. */
  readonly fallbacks: readonly string[]
  /** Milliseconds since arrival in which no attempt was under way. */
  readonly overheadMs: number
  /** Clock reading at dispatch of this attempt. */
  readonly dispatchedAt: number
  readonly warnings: readonly string[]
  /** Grows when another attempt goes on with the answer. */
  readonly continued: readonly Continued[]
}

/** The client's side of an answer, in the client's dialect. */
export interface AnswerSink {
  commit(head: AnswerHead, serving: Serving): void
  /** False asks to pause until `onDrain` fires. */
  write(chunk: Uint8Array): boolean
  /** The complete answer at once; `commit` and `end` in one. */
  whole(head: AnswerHead, serving: Serving, chunks: readonly Uint8Array[]): void
  end(): void
  /** The dialect's own error event, then the end: never a clean end of a broken answer. */
  breakOff(failure: Failure): void
  onDrain(resume: () => void): void
  /** Called once if the client goes away before the end. */
  onHangup(gone: () => void): void
  /** Gives up the HTTP status: headers now, comments from then on. */
  flush(): void
}
