import type { StrategyId } from './strategy.ts'
import type { Conditions } from './model.ts'

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

/** `model`: every deployment of a model before the next model. `none`: the deployments of all models in one order. */
export type Partition = 'model' | 'none'

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
  readonly conditions: Conditions | null
  readonly maxRetries: number | null
  readonly retryDelayMs: number | null
}

/** When a second deployment is asked beside one that has not begun to answer. */
export interface Hedge {
  /** Whose share it is: the name of the chain. */
  readonly name: string
  /** Milliseconds from dispatch. */
  readonly afterMs: number
  /** Nor before the 95th percentile of the deployment's own times to commit. */
  readonly afterP95: boolean
  /** Share of the requests of the last ten seconds that may be hedged, 0–1. */
  readonly maxShare: number
}

/** What a request asks of hedging: only less of it than its policy allows. */
export interface HedgeWish {
  readonly off: boolean
  readonly afterMs: number
  readonly afterP95: boolean
  readonly maxShare: number
}

/** How much of a stream is held back before the client gets any of it: whatever of these comes first. */
export interface Buffering {
  /** The whole answer. */
  readonly all: boolean
  /** Until there are so many tokens of output. */
  readonly tokens: number | null
  /** Until so many milliseconds after the first content. */
  readonly ms: number | null
}

/** Where buffering is asked for and no amount is given. */
export const DEFAULT_BUFFER: Buffering = { all: false, tokens: 32, ms: 1_000 }

/** What becomes of a stream that breaks. */
export interface MidStream {
  /** After the client has got some of it: another attempt goes on, or it ends in an error event. */
  readonly mode: 'continue' | 'error'
  /** As a last resort a model may be asked to go on from the text so far. */
  readonly instructed: boolean
  /** While it is held back a break is a failure like any other. `null`: streamed as it comes. */
  readonly buffer: Buffering | null
}
