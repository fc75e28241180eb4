import type { BudgetHold } from '#domain/budget'
import type { Deployment } from '#domain/deployment'
import type { LedgerNeed, Measured } from '#domain/health'
import type { Benching } from './bench-time.ts'
import type { BreakerState } from './breaker.ts'
import { CLOSED } from './breaker.ts'
import { DecayingRatio } from './decaying-ratio.ts'
import { Crowd } from './crowd.ts'
import { ErrorWindow } from './error-window.ts'
import type { LatencyWindow } from './latency-window.ts'
import type { QualityScore } from './quality-score.ts'
import { Measures } from './measures.ts'
import type { Need, SentSoFar } from './reported-limits.ts'
import { ReportedLimits } from './reported-limits.ts'
import type { Reservation } from '#domain/ledger'
import type { ReportedLimit } from '#domain/reported-limit'
import { Ledger, ledgerName } from '#domain/ledger'
import type { Lack, LimitShares } from '#domain/share'
import { OutputEstimate } from '#domain/output-estimate'

/** What failed before a breaker opened may have been slow out of all proportion: the percentile is held against the median. */
const MOST_OVER_MEDIAN = 5
const NOTHING: readonly Lack[] = []
const UNKNOWN = { streamed: null, whole: null }

/** What a request took from a deployment's limits, until it is settled. */
export interface Hold extends SentSoFar {
  readonly tokens: Reservation | null
  readonly requests: Reservation | null
  /** Absent: no budget is charged. */
  readonly money?: BudgetHold
}

/** Everything that is remembered of one deployment while the gateway runs. */
export class DeploymentState implements Measured, SentSoFar {
  breaker: BreakerState = CLOSED
  /** The era that began when the breaker last opened, and when it last began to cool down. */
  openedIn = 0
  cooledIn = 0
  cooldown: Benching | null = null
  /** Attempts, ever. */
  sent = 0
  readonly errors = new ErrorWindow()
  /** Requests that wait for it to take them again. */
  readonly crowd = new Crowd()
  /** Failures per attempt. */
  readonly faults = new DecayingRatio()
  /** How good its answers are; `null` while none was checked or rated. */
  quality: QualityScore | null = null
  readonly #shares: LimitShares | null
  #tokens: Ledger | null = null
  #requests: Ledger | null = null
  #inFlight = 0
  #sentRequests = 0
  #sentTokens = 0
  #reported: ReportedLimits | null = null
  #tried = false
  readonly #output = new OutputEstimate()
  #measures: Measures | null = null
  #usual: { readonly streamed: number | null; readonly whole: number | null } = UNKNOWN

  constructor(shares: LimitShares | null = null) {
    this.#shares = shares
  }

  /** Since the start, as reservations count them. */
  get sentRequests(): number {
    return this.#sentRequests
  }

  get sentTokens(): number {
    return this.#sentTokens
  }

  get inFlight(): number {
    return this.#inFlight
  }

  /** An attempt was made, whatever came of it. */
  get tried(): boolean {
    return this.#tried
  }

  get firstTokenMs(): number | null {
    return this.#measures?.firstToken.value ?? null
  }

  get msPerOutputToken(): number | null {
    return this.#measures?.perOutputToken.value ?? null
  }

  get tokensPerSecond(): number | null {
    return this.#measures?.tokensPerSecond.value ?? null
  }

  get outputTokens(): number | null {
    return this.#measures?.outputTokens.value ?? null
  }

  get cachedShare(): number | null {
    return this.#measures?.cachedShare.value ?? null
  }

  /** One success more than was seen keeps a single failure from counting as certainty, and lets old ones fade. */
  errorRate(now: number): number {
    const attempts = this.faults.samples(now)
    return ((this.faults.value ?? 0) * attempts) / (attempts + 1)
  }

  usedShare({ tokensPerMinute }: Deployment, now: number): number {
    const reported = this.#reported?.usedShare(this, now) ?? 0
    if (tokensPerMinute === null || this.#tokens === null) return reported
    const used = this.#tokens.used(now) + this.#tokens.elsewhere(now)
    return Math.max(reported, Math.min(1, used / tokensPerMinute))
  }

  /** The provider told what is left of its limits when it answered the attempt that holds this. */
  report(limits: readonly ReportedLimit[], hold: Hold, now: number): void {
    this.#reported ??= new ReportedLimits()
    this.#reported.report(limits, hold, now)
  }

  get isReported(): boolean {
    return this.#reported !== null
  }

  /** Milliseconds until the limits that the provider reported can take the request; 0 means now. */
  headroomInMs(need: Need, now: number): number {
    return this.#reported?.waitMs(need, this, now) ?? 0
  }

  /** What the provider last reported, for people; `null` if nothing, or out of date. */
  reportedLimits(now: number): { readonly limits: readonly ReportedLimit[]; readonly at: number } | null {
    return this.#reported?.at(now) ?? null
  }

  /** Input tokens that it reports for each that we estimate. */
  get inputFactor(): number {
    return this.#measures?.inputPerEstimate.value ?? 1
  }

  get expectedOutput(): number {
    return this.#output.tokens
  }

  /** How fast it has been; `null` before its first answer. */
  get measures(): Measures | null {
    return this.#measures
  }

  /** Milliseconds from dispatch to commit: the first content-bearing event of a stream, or a whole answer. */
  commits(streamed: boolean): LatencyWindow | null {
    return this.#measures?.commits(streamed) ?? null
  }

  /** Milliseconds to commit that nineteen of twenty stay under; `null` while too little is known. */
  p95(streamed: boolean, now: number): number | null {
    const window = this.commits(streamed)
    const p95 = window?.percentile(0.95, now) ?? null
    const median = window?.percentile(0.5, now) ?? null
    return p95 === null || median === null ? null : Math.min(p95, median * MOST_OVER_MEDIAN)
  }

  /** The same as it was when the breaker last opened on a deployment in service. */
  usualP95(streamed: boolean): number | null {
    return streamed ? this.#usual.streamed : this.#usual.whole
  }

  /** The breaker opens: from now on it is measured only while it is not itself. */
  noteUsual(now: number): void {
    this.#usual = { streamed: this.p95(true, now), whole: this.p95(false, now) }
  }

  commitMs(share: number, streamed: boolean, now: number): number | null {
    return this.commits(streamed)?.percentile(share, now) ?? null
  }

  measure(): Measures {
    return (this.#measures ??= new Measures())
  }

  /** Milliseconds until both limits have room. */
  waitMs(deployment: Deployment, need: LedgerNeed, now: number): number {
    const { tokensPerMinute, requestsPerMinute } = deployment
    if (this.#shares !== null) this.#open(deployment)
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

  /** What has to be fetched from other processes before it is held. */
  lacks(deployment: Deployment, tokens: number, now: number): readonly Lack[] {
    if (this.#shares === null) return NOTHING
    this.#open(deployment)
    const ofTokens = deployment.tokensPerMinute === null ? null : (this.#tokens?.lack(tokens, now) ?? null)
    const ofRequests = deployment.requestsPerMinute === null ? null : (this.#requests?.lack(1, now) ?? null)
    if (ofTokens === null && ofRequests === null) return NOTHING
    return [ofTokens, ofRequests].filter((lack) => lack !== null)
  }

  /** What is left of its limits in this minute; `null` without a limit. */
  left(
    { tokensPerMinute, requestsPerMinute }: Deployment,
    now: number,
  ): { readonly tokens: number | null; readonly requests: number | null } {
    return {
      tokens: leftOf(tokensPerMinute, this.#tokens, now),
      requests: leftOf(requestsPerMinute, this.#requests, now),
    }
  }

  hold(deployment: Deployment, tokens: number, now: number): Hold {
    this.#inFlight++
    this.#tried = true
    const sentRequests = ++this.#sentRequests
    const sentTokens = (this.#sentTokens += tokens)
    if (deployment.tokensPerMinute === null && deployment.requestsPerMinute === null) {
      return { sentRequests, sentTokens, tokens: null, requests: null }
    }
    this.#open(deployment)
    return {
      sentRequests,
      sentTokens,
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

  #open({ id, tokensPerMinute, requestsPerMinute }: Deployment): void {
    const shares = this.#shares
    if (tokensPerMinute !== null) {
      this.#tokens ??= shares?.of(ledgerName(id, 'tokens'), tokensPerMinute) ?? new Ledger()
    }
    if (requestsPerMinute !== null) {
      this.#requests ??= shares?.of(ledgerName(id, 'requests'), requestsPerMinute) ?? new Ledger()
    }
  }

  learnOutput(tokens: number): void {
    this.#output.learn(tokens)
  }
}

function leftOf(limit: number | null, ledger: Ledger | null, now: number): number | null {
  return limit === null
    ? null
    : Math.max(0, limit - (ledger === null ? 0 : ledger.used(now) + ledger.elsewhere(now)))
}
