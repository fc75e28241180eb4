import type { FailureClass } from './failure.ts'
import type { ModelType } from './model-type.ts'
import type { PolicySource } from './policy.ts'
import type { Skipped } from './request.ts'
import type { TokenUsage } from './usage.ts'

/** What was done after an attempt. */
export type AttemptAction = 'answer' | 'retry' | 'next_deployment' | 'next_model' | 'stop'

export interface AttemptRecord {
  /** From 1. */
  readonly n: number
  readonly modelName: string
  /** Label of the deployment. */
  readonly deployment: string
  readonly provider: string
  readonly region: string | null
  readonly status: number | null
  readonly outcome: 'answered' | 'failed' | 'broken' | 'aborted'
  readonly errorClass: FailureClass | null
  readonly action: AttemptAction
  readonly reason: string
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
  readonly ttftMs: number | null
  readonly totalMs: number
  readonly tokens: TokenUsage | null
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
  /** Cost of failed attempts. */
  readonly wastedCostUsd: number | null
  readonly ttftMs: number | null
  readonly totalMs: number
  readonly overheadMs: number
  readonly configVersion: string
  readonly routing: {
    readonly strategy: string
    readonly source: Readonly<Record<string, PolicySource>>
    readonly attempts: readonly AttemptRecord[]
    readonly skipped: readonly Skipped[]
    readonly warnings: readonly string[]
  }
}

/** Where records go. Never blocks, never throws. */
export interface RecordSink {
  write(record: UsageRecord): void
}
