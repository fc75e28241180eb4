import type { Configuration, VirtualKey } from '#domain/configuration'

/** A policy, and what it has to cope with. Times are milliseconds since the start of the simulation. */
export interface Scenario {
  readonly configuration: Configuration
  readonly key: VirtualKey
  /** The same seed gives the same arrivals and the same luck to every policy. */
  readonly seed: number
  readonly load: Load
  /** How fast deployments are, by label; `ORDINARY` for those that are not named. */
  readonly speeds: Readonly<Record<string, Speed>>
  readonly faults: readonly Fault[]
}

export interface Load {
  readonly model: string
  readonly requests: number
  readonly arrivals:
    | { readonly kind: 'even' | 'poisson'; readonly perSecond: number }
    /** The next request arrives so long after the end of the one before. */
    | { readonly kind: 'one_after_another'; readonly gapMs: number }
  /** Part of the requests that ask for a stream, 0–1. */
  readonly streamed: number
  readonly inputTokens: number
  /** Mean of an exponential distribution. */
  readonly outputTokens: number
}

export interface Speed {
  readonly firstTokenMs: number
  readonly tokensPerSecond: number
  /** Times vary evenly by so large a part of them, 0–1. */
  readonly spread: number
}

export const ORDINARY: Speed = { firstTokenMs: 300, tokensPerSecond: 100, spread: 0.3 }

/** Which deployments a fault befalls: all that agree with every member given. */
export interface Where {
  readonly deployments?: readonly string[]
  readonly provider?: string
  readonly region?: string
}

/** How one attempt goes wrong. */
export const MISHAPS = [
  'server_error',
  'overloaded',
  'network',
  'timeout',
  'rate_limit',
  'rate_limit_without_hint',
  /** Names the end of the outage to everyone. */
  'rate_limit_until_end',
  'empty_response',
  'model_unavailable',
  'auth',
  'silent',
  'unreachable',
  'broken_stream',
] as const
export type Mishap = (typeof MISHAPS)[number]

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export type Fault = { readonly at: Where } & (
  | {
      /** Each attempt for itself, with this probability. */
      readonly kind: 'errors'
      readonly share: number
      /** How it fails: relative weights. */
      readonly mix: Readonly<Partial<Record<Mishap, number>>>
    }
  /** Everything fails: all places named go down, and come back, together. */
  | ({ readonly kind: 'outage'; readonly how: Mishap } & Span)
  /** In turn well and down, beginning well. */
  | ({
      readonly kind: 'flapping'
      readonly how: Mishap
      readonly upMs: number
      readonly downMs: number
    } & Span)
  | ({ readonly kind: 'slow'; readonly firstTokenMs: number } & Span)
  /** A limit of the provider's own: a bucket of one minute's worth, refilled steadily. */
  | {
      readonly kind: 'limit'
      readonly tokensPerMinute: number
      /** Says how long to wait. */
      readonly hint: boolean
    }
)
