import type { Deployment } from './deployment.ts'
import type { FailureClass } from './failure.ts'

/** Why a deployment goes to the end of the order. */
export interface Demotion {
  readonly state: 'open' | 'half_open' | 'cooling' | 'benched'
  /** The class of failure that put it there. */
  readonly class: FailureClass
  /** Status of that failure, where there was one. */
  readonly status?: number
  /** Milliseconds until it is tried again of its own. */
  readonly retryInMs: number
}

/** What planning may know of the state of deployments. */
export interface HealthView {
  demotion(deployment: Deployment, now: number): Demotion | null
  /** Milliseconds until the ledger has room for so many tokens; 0 means now. `share` is the part of the limit in use. */
  waitMs(deployment: Deployment, need: LedgerNeed, now: number): number
  /** Tokens of output that answers of this deployment usually have, for reservations. */
  expectedOutput(deployment: Deployment): number
}

export interface LedgerNeed {
  readonly tokens: number
  /** Part of the limit that may be used, 0–1. */
  readonly share: number
}

/** Even and weighted rotation, exact over requests. */
export interface Rotation {
  /** Order for one request by smooth weighted round robin; advances the state under `key`. */
  next(key: string, entries: readonly WeightedEntry[]): readonly number[]
}

export interface WeightedEntry {
  readonly id: string
  readonly weight: number
}

/** A change of state that operators want to know of. */
export type HealthEvent =
  | {
      readonly kind: 'breaker-opened'
      readonly deployment: string
      readonly class: FailureClass
      readonly openMs: number
    }
  | { readonly kind: 'breaker-half-opened'; readonly deployment: string }
  | { readonly kind: 'breaker-closed'; readonly deployment: string }
  | {
      readonly kind: 'deployment-cooling'
      readonly deployment: string
      readonly class: FailureClass
      readonly forMs: number
    }
  | {
      readonly kind: 'credential-benched'
      readonly deployment: string
      readonly class: FailureClass
      readonly forMs: number
    }
