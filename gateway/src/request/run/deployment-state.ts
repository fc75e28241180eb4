import type { Deployment } from '#domain/deployment'
import type { LedgerNeed } from '#domain/health'
import type { Benching } from './bench-time.ts'
import type { BreakerState } from './breaker.ts'
import { CLOSED } from './breaker.ts'
import { ErrorWindow } from './error-window.ts'
import type { Reservation } from '#domain/ledger'
import { Ledger } from '#domain/ledger'

/** Tokens of output that are reserved until a deployment has been seen to answer. */
const FIRST_GUESS_TOKENS = 256
const QUANTILE = 0.9
/** How far one answer moves the estimate, as a share of it. */
const GAIN = 0.05
const LEAST_STEP_TOKENS = 4

/** What a request took from a deployment's limits, until it is settled. */
export interface Hold {
  readonly tokens: Reservation | null
  readonly requests: Reservation | null
}

const NOTHING_HELD: Hold = { tokens: null, requests: null }

/** Everything that is remembered of one deployment while the gateway runs. */
export class DeploymentState {
  breaker: BreakerState = CLOSED
  cooldown: Benching | null = null
  readonly errors = new ErrorWindow()
  #tokens: Ledger | null = null
  #requests: Ledger | null = null
  #inFlight = 0
  #outputP90 = FIRST_GUESS_TOKENS

  get inFlight(): number {
    return this.#inFlight
  }

  get expectedOutput(): number {
    return Math.ceil(this.#outputP90)
  }

  /** Milliseconds until both limits have room. */
  waitMs(deployment: Deployment, need: LedgerNeed, now: number): number {
    const { tokensPerMinute, requestsPerMinute } = deployment
    const tokens =
      tokensPerMinute === null || this.#tokens === null
        ? 0
        : this.#tokens.waitMs(need.tokens, tokensPerMinute * need.share, now)
    const requests =
      requestsPerMinute === null || this.#requests === null
        ? 0
        : this.#requests.waitMs(1, requestsPerMinute * need.share, now)
    return Math.max(tokens, requests)
  }

  hold(deployment: Deployment, tokens: number, now: number): Hold {
    this.#inFlight++
    if (deployment.tokensPerMinute === null && deployment.requestsPerMinute === null) return NOTHING_HELD
    if (deployment.tokensPerMinute !== null) this.#tokens ??= new Ledger()
    if (deployment.requestsPerMinute !== null) this.#requests ??= new Ledger()
    return {
      tokens: this.#tokens?.reserve(tokens, now) ?? null,
      requests: this.#requests?.reserve(1, now) ?? null,
    }
  }

  /** `tokens` 0 refunds them; a request that was sent stays counted, for the provider counts it too. */
  settle(hold: Hold, used: { readonly tokens: number; readonly sent: boolean }, now: number): void {
    this.#inFlight--
    if (hold.tokens !== null) this.#tokens?.settle(hold.tokens, used.tokens, now)
    if (hold.requests !== null && !used.sent) this.#requests?.settle(hold.requests, 0, now)
  }

  /** A running estimate of the 90th percentile, by stochastic approximation. */
  learnOutput(tokens: number): void {
    const step = Math.max(LEAST_STEP_TOKENS, this.#outputP90 * GAIN)
    const move = tokens > this.#outputP90 ? QUANTILE : QUANTILE - 1
    this.#outputP90 = Math.max(1, this.#outputP90 + step * move)
  }
}
