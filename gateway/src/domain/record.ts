import type { Continued, Rung } from './continuation.ts'
import type { FailureClass } from './failure.ts'
import type { ModelType } from './model-type.ts'
import type { PolicySource } from './policy.ts'
import type { Skipped } from './request.ts'
import type { TokenUsage } from './usage.ts'

/** What was done after an attempt. `continue`: another one goes on with the answer. `wait`: another one was under way. */
export type AttemptAction =
  | 'answer'
  | 'retry'
  | 'next_deployment'
  | 'next_model'
  | 'continue'
  | 'wait'
  | 'stop'

export interface AttemptRecord {
  /** From 1. */
  readonly n: number
  readonly modelName: string
  /** Label of the deployment. */
  readonly deployment: string
  readonly provider: string
  readonly region: string | null
  readonly status: number | null
  /** `aborted`: the client left; `cancelled`: another attempt was quicker, or the answer did not fit. */
  readonly outcome: 'answered' | 'failed' | 'broken' | 'aborted' | 'cancelled'
  readonly errorClass: FailureClass | null
  readonly action: AttemptAction
  readonly reason: string
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly ttftMs: number | null
  readonly totalMs: number
  readonly tokens: TokenUsage | null
  /** Made beside another one that was slow to begin. */
  readonly hedge?: true
  /** Made to go on with an answer that broke off, in this way. */
  readonly rung?: Rung
}

/** What became of one accepted request. Exactly one is written, whatever happened. */
export interface UsageRecord {
  readonly id: string
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  readonly key: string
  readonly organisation: string
  readonly requestedModel: string
  readonly servedModel: string | null
  readonly provider: string | null
  readonly deployment: string | null
  readonly type: ModelType
  readonly dialect: string
  readonly streamed: boolean
  /** HTTP status that the client got; 499 when it hung up first. */
  readonly status: number
  /** A class of failure, a code of ours, or `null`. */
  readonly errorClass: string | null
  readonly tokens: TokenUsage
  /** `null`: no price known. */
  readonly costUsd: number | null
  /** Cost of failed attempts, and of those that another one beat. */
  readonly wastedCostUsd: number | null
  readonly ttftMs: number | null
  readonly totalMs: number
  readonly overheadMs: number
  readonly configVersion: string
  /** Sent by the gateway itself, to see whether a deployment is well. */
  readonly probe: boolean
  /** The caller's `traceparent`; absent: none was sent. For traces only, it is not stored. */
  readonly traceParent?: string
  readonly routing: {
    readonly strategy: string
    readonly source: Readonly<Record<string, PolicySource>>
    readonly attempts: readonly AttemptRecord[]
    readonly skipped: readonly Skipped[]
    /** Class of the failure behind each move, one that was made before anything was sent included. */
    readonly fallbacks: readonly string[]
    readonly warnings: readonly string[]
    /** An answer that broke off was gone on with, by these attempts. */
    readonly continued?: readonly Continued[]
    /** Id of the request whose answer was judged by this one. */
    readonly judges?: string
    /** Milliseconds in which the request waited for room; absent: it did not. */
    readonly queuedMs?: number
  }
}

/** Where records go. Never blocks, never throws. */
export interface RecordSink {
  write(record: UsageRecord): void
}
