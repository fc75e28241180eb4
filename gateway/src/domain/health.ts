import type { Deployment } from './deployment.ts'
import type { FailureClass } from './failure.ts'
import type { DeploymentId } from './names.ts'
import type { Policy } from './request.ts'

/** Why a deployment goes to the end of the order. */
export interface Demotion {
  readonly state:
    | 'open'
    | 'half_open'
    | 'cooling'
    | 'benched'
    | 'drained'
    | 'forced_open'
    | 'slow'
    | 'low_quality'
    | 'no_headroom'
  /** The class of failure that put it there. */
  readonly class: FailureClass
  /** Status of that failure, where there was one. */
  readonly status?: number
  /** Milliseconds until it is tried again of its own. */
  readonly retryInMs: number
}

/** It works, but is not what this policy wants first: only requests can show that it has changed. */
export function isStrain({ state }: Demotion): boolean {
  return state === 'slow' || state === 'low_quality'
}

/** A rate limit that ends within this time is little to worry about, in milliseconds. */
const SOON_MS = 15_000
const BADNESS = {
  slow: 0,
  low_quality: 0,
  no_headroom: 1,
  half_open: 2,
  open: 3,
  benched: 5,
  forced_open: 6,
  drained: 7,
}

/** Which of two that are out of service to try rather, if it has to be one of them: the one with the smaller number. */
export function badnessOf({ state, class: failureClass, retryInMs }: Demotion): number {
  if (state !== 'cooling') return BADNESS[state]
  return failureClass === 'rate_limit' && retryInMs <= SOON_MS ? 1 : 4
}

/** A state that an operator set. Times are clock readings in milliseconds. */
export interface ManualState {
  /** `drained`: takes no new attempts. `forced_open`: put last, as an open breaker puts it. */
  readonly state: 'drained' | 'forced_open'
  readonly since: number
  /** `null`: until it is reset. */
  readonly until: number | null
  readonly reason: string
  /** Who set it. */
  readonly by: string
}

/** The request, as far as the health of a deployment is a matter of what is asked of it. */
export interface Asked {
  readonly policy: Policy
  readonly streamed: boolean
  readonly inputTokens: number
  /** Tokens that it is likely to use, input and output. */
  readonly reserveTokens: (deployment: Deployment) => number
}

/** What planning may know of the state of deployments. */
export interface HealthView {
  /** Without `asked` only what holds for every request. */
  demotion(deployment: Deployment, now: number, asked?: Asked): Demotion | null
  /** Set while an operator keeps new attempts away from the deployment. */
  drained(deployment: Deployment, now: number): ManualState | null
  /** Milliseconds until the ledger has room for so many tokens; 0 means now. `share` is the part of the limit in use. */
  waitMs(deployment: Deployment, need: LedgerNeed, now: number): number
  /** Tokens of output that answers of this deployment usually have, for reservations. */
  expectedOutput(deployment: Deployment): number
  /** Tokens of input that it reports for each that was estimated; 1 until something is known. */
  inputFactor(deployment: Deployment): number
  /** `null`: never tried. */
  measured(deployment: Deployment): Measured | null
  /** The deployment that lately answered a prompt with this key (`promptKey`), so that its provider may have it cached. */
  warmFor(promptKey: number, now: number): DeploymentId | null
}

/** What is measured of one deployment: live values, to be read at once and not kept. `null`: nothing known yet. */
export interface Measured {
  /** Attempts under way. */
  readonly inFlight: number
  /** Mean milliseconds to the first content-bearing event of streams. */
  readonly firstTokenMs: number | null
  /** Milliseconds per output token of unstreamed answers. */
  readonly msPerOutputToken: number | null
  /** Output tokens per second, from dispatch to the end. */
  readonly tokensPerSecond: number | null
  /** Mean output tokens of an answer. */
  readonly outputTokens: number | null
  /** Part of the input that the provider had in its prompt cache, 0–1. */
  readonly cachedShare: number | null
  /** Milliseconds to the first content-bearing event of streams, or to whole answers, that so large a share (0–1) stays under. */
  commitMs(share: number, streamed: boolean, now: number): number | null
  /** Part of the attempts that failed through the deployment's fault, 0–1; fades without new ones. */
  errorRate(now: number): number
  /** Part of the limit of tokens that is in use, 0–1; 0 without one. */
  usedShare(deployment: Deployment, now: number): number
}

export interface LedgerNeed {
  readonly tokens: number
  /** Part of the limit that may be used, 0–1. */
  readonly share: number
}

/** Even and weighted rotation, exact over requests. */
export interface Rotation {
  /**
   * Order for one request by smooth weighted round robin, of long lists the beginning; advances the state under `key`.
   * `even`: all weigh the same.
   */
  next(key: string, entries: readonly WeightedEntry[], even?: boolean): readonly number[]
  /** Position of the one that `next` would put first; advances the state alike, and costs less. */
  first(key: string, entries: readonly WeightedEntry[]): number
  /** 0, 1, 2 …: counts the requests under `key`. */
  turn(key: string): number
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
  | { readonly kind: 'credential-restored'; readonly deployment: string }
  | {
      readonly kind: 'deployment-drained' | 'deployment-forced-open'
      readonly deployment: string
      /** `null`: until it is reset. */
      readonly forMs: number | null
      readonly reason: string
      readonly by: string
    }
  /** Its time was over. */
  | {
      readonly kind: 'deployment-released'
      readonly deployment: string
      readonly state: ManualState['state']
    }
  | {
      readonly kind: 'deployment-reset'
      readonly deployment: string
      readonly reason: string
      readonly by: string
    }
