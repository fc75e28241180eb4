import type { BreakerSettings, Deployment, Timeouts } from './deployment.ts'
import type { ModelType } from './model-type.ts'
import type { ModelName } from './names.ts'
import type { Buffering, Hedge, MidStream, Partition, Retry } from './policy.ts'
import type { Quality } from './quality.ts'
import type { QueueSettings } from './queue.ts'
import type { Affinity } from './sessions.ts'
import type { StrategyId } from './strategy.ts'
import type { TriggerSet } from './trigger-set.ts'
import { NO_TRIGGERS } from './trigger-set.ts'

export const CAPABILITIES = ['tools', 'vision', 'audio', 'json_schema', 'reasoning'] as const
export type Capability = (typeof CAPABILITIES)[number]

/** A name that clients send, with the places it can be called. */
export interface Model {
  readonly kind: 'model'
  readonly name: ModelName
  readonly type: ModelType
  /** Embeddings of another model may stand in for its own, though they cannot be compared. */
  readonly allowModelChange?: true
  readonly aliases: readonly string[]
  /** Do lists of models name it. */
  readonly visible: boolean
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
  /** What lets a request for it move on; `null`: as the list in force says. */
  readonly conditions: Conditions | null
  /** `null`: not given. */
  readonly midStream: MidStream | null
  readonly retry: Retry
  readonly timeouts: Timeouts
  readonly failClosed: boolean
  /** Where requests for it wait while everything is full; `null`: they do not. */
  readonly queue: QueueSettings | null
  /** `null`: as the file says. */
  readonly partition: Partition | null
  readonly affinity: Affinity | null
  /** How often its deployments are probed at the most while no request shows how they are; `null`: never. */
  readonly probeEveryMs: number | null
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
  /** What every step has to be able to do, as far as it is known. */
  readonly require: { readonly contextWindow: number; readonly capabilities: readonly Capability[] } | null
  readonly hedge: Hedge | null
  readonly midStream: MidStream | null
  /** Holds streams back whatever becomes of them later; `null`: not given. */
  readonly buffer: Buffering | null
  readonly retry: Retry | null
  readonly timeouts: Partial<Timeouts>
  /** As of a model; absent: nobody waits. */
  readonly queue?: QueueSettings | null
  /** `null`: as the file says. */
  readonly partition: Partition | null
  readonly affinity: Affinity | null
}

/** What a list of trigger entries asks for, compiled. */
export interface Conditions {
  readonly set: TriggerSet
  /** Limit to the first token (unstreamed: to the answer) of the running attempt, from `latency`. */
  readonly latencyMs: number | null
  /** Demotes deployments that are slower in their rolling percentile, from `latency`. */
  readonly latencyPercentile: LatencyPercentile | null
  /** Share of our own limit past which a deployment is passed over, from `rate_limit`. */
  readonly limitShare: number | null
  /** Changes to the breakers of the deployments it is about, from `error_rate`. */
  readonly breaker: Partial<BreakerSettings> | null
  /** What answers are checked for, from `quality`. */
  readonly quality: Quality | null
  /** Where answers may or should come from, from `region`. */
  readonly regions: Regions | null
  /** Moves to cheaper models once a budget is so far used, from `cost`. */
  readonly cost: CostCondition | null
  /** Spreads over the candidates in this way instead of keeping their order, from `load`. */
  readonly load: StrategyId | null
}

/** A share (0–1) of the commits of a deployment has to stay within so many milliseconds. */
export interface LatencyPercentile {
  readonly share: number
  readonly thresholdMs: number
}

/** When money decides which model is asked first. */
export interface CostCondition {
  /** Share of a budget that is spent or reserved, 0–1. */
  readonly threshold: number
  /** Model or chain that is asked then; `null`: the cheapest candidate. */
  readonly to: string | null
}

/** Regions as deployments name theirs. */
export interface Regions {
  /** In this order; others come after them. */
  readonly prefer: readonly string[]
  /** No other, and none that is not known; `null`: any. */
  readonly allow: readonly string[] | null
}

/** Nothing moves, nothing is asked for. */
export const NO_CONDITIONS: Conditions = {
  set: NO_TRIGGERS,
  latencyMs: null,
  latencyPercentile: null,
  limitShare: null,
  breaker: null,
  quality: null,
  regions: null,
  cost: null,
  load: null,
}

/** Only the failures that move on. */
export function movingOn(set: TriggerSet): Conditions {
  return { ...NO_CONDITIONS, set }
}
