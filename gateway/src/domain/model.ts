import type { BreakerSettings, Deployment, Timeouts } from './deployment.ts'
import type { ModelType } from './model-type.ts'
import type { ModelName } from './names.ts'
import type { Retry } from './policy.ts'
import type { StrategyId } from './strategy.ts'
import type { TriggerSet } from './trigger-set.ts'

export const CAPABILITIES = ['tools', 'vision', 'audio', 'json_schema', 'reasoning'] as const
export type Capability = (typeof CAPABILITIES)[number]

/** What `mid_stream` does with a stream that breaks after the commit. */
export type MidStream = 'continue' | 'error' | 'buffer'

/** A name that clients send, with the places it can be called. */
export interface Model {
  readonly kind: 'model'
  readonly name: ModelName
  readonly type: ModelType
  readonly aliases: readonly string[]
  /** Tokens; `null` when unknown. */
  readonly contextWindow: number | null
  readonly maxOutputTokens: number | null
  /** `null` when unknown, which counts as able. */
  readonly capabilities: ReadonlySet<Capability> | null
  /** Order of its deployments; `null` is the default of docs/lifecycle.md. */
  readonly strategy: StrategyId | null
  readonly deployments: readonly Deployment[]
  /** Names of models and chains tried after every deployment of this one; `null` means none declared. */
  readonly fallbacks: readonly string[] | null
  readonly retry: Retry
  readonly timeouts: Timeouts
  readonly failClosed: boolean
}

/** One step of a chain: a model, or a part of its deployments. */
export interface ChainStep {
  readonly model: Model
  readonly deployments: readonly Deployment[]
  readonly priority: number | null
}

/** A named list of steps with its own triggers and retry rules. */
export interface Chain {
  readonly kind: 'chain'
  readonly name: ModelName
  /** The type of its first step. */
  readonly type: ModelType
  readonly steps: readonly ChainStep[]
  readonly strategy: StrategyId
  readonly conditions: Conditions
  readonly retry: Retry | null
  readonly timeouts: Partial<Timeouts>
}

/** What a list of trigger entries asks for, compiled. */
export interface Conditions {
  readonly set: TriggerSet
  /** Limit to the first token (unstreamed: to the answer) of the running attempt, from `latency`. */
  readonly latencyMs: number | null
  /** Share of our own limit past which a deployment is passed over, from `rate_limit`. */
  readonly limitShare: number | null
  /** Changes to the breakers of the chain's deployments, from `error_rate`. */
  readonly breaker: Partial<BreakerSettings> | null
}
