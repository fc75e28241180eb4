import type { StrategyId } from './strategy.ts'
import type { TriggerSet } from './trigger-set.ts'

/** Tries on the same deployment. */
export interface Retry {
  /** Total tries per deployment, first one included. */
  readonly maxAttempts: number
  readonly backoff: 'exponential' | 'fixed' | 'none'
  readonly baseMs: number
  readonly maxMs: number
  /** Longest hint of a provider that is waited out in place when `maxAttempts` is over 1. */
  readonly rateLimitWaitMs: number
}

/** Where a field of the policy in force came from; earlier ones win. */
export const POLICY_SOURCES = ['request', 'key', 'chain', 'model', 'organisation', 'file'] as const
export type PolicySource = (typeof POLICY_SOURCES)[number]

/** A key's policy for one type of model: the second reference document's shape. */
export interface KeyPolicy {
  readonly strategy: StrategyId
  readonly candidates: readonly { readonly modelName: string; readonly priority: number | null }[] | null
  readonly nativeFallback: Readonly<Record<string, readonly string[]>> | null
  readonly crossProtocol: 'translate' | 'same-family'
  /** `null`: not given, which means `5xx` and `timeout` for the key's own lists. */
  readonly triggers: TriggerSet | null
  readonly maxRetries: number | null
  readonly retryDelayMs: number | null
}
