import type { TokenUsage } from '#domain/usage'
import { DecayingRatio } from './decaying-ratio.ts'
import { LatencyWindow } from './latency-window.ts'

const MS_PER_S = 1_000
/** A limit was passed: it would have taken longer than that, by how much is not known. */
const BEYOND_LIMIT = 1.25
/** Of shorter requests most is what every request has. */
const LEAST_ESTIMATE = 100
const MOST_FACTOR = 4

/** What the end of an attempt says of the speed of its deployment. Milliseconds from dispatch. */
export interface SpeedSample {
  readonly streamed: boolean
  /** To the first content-bearing event, or, unstreamed, to the whole answer. */
  readonly commitMs: number
  readonly totalMs: number
  /** What the complete answer used; `null`: it was not completed, or nothing is known. */
  readonly usage: TokenUsage | null
}

/** An attempt that was not waited for. */
interface GivenUp {
  readonly streamed: boolean
  /** Milliseconds from dispatch. */
  readonly passedMs: number
  /** Not at a limit: another attempt was faster. */
  readonly cut: boolean
  /** What the answer that did not come is taken to have had. */
  readonly likelyTokens: number
}

/** How fast one deployment has been lately. Streams and whole answers are kept apart: they cannot be compared. */
export class Measures {
  readonly streamedCommits = new LatencyWindow()
  readonly wholeCommits = new LatencyWindow()
  /** Mean milliseconds to the first content-bearing event of streams. */
  readonly firstToken = new DecayingRatio()
  /** Milliseconds per output token of unstreamed answers. */
  readonly perOutputToken = new DecayingRatio()
  /** Output tokens per second from dispatch to the end, streamed or not. */
  readonly tokensPerSecond = new DecayingRatio()
  /** Output tokens of an answer. */
  readonly outputTokens = new DecayingRatio()
  /** Cached input per input token. */
  readonly cachedShare = new DecayingRatio()
  /** Input tokens as reported, per token of our estimate. */
  readonly inputPerEstimate = new DecayingRatio()

  /** Milliseconds from dispatch to commit. */
  commits(streamed: boolean): LatencyWindow {
    return streamed ? this.streamedCommits : this.wholeCommits
  }

  observe({ streamed, commitMs, totalMs, usage }: SpeedSample, now: number): void {
    this.commits(streamed).add(commitMs, now)
    if (streamed) this.firstToken.add(commitMs, 1, now)
    if (usage === null) return
    this.outputTokens.add(usage.output, 1, now)
    if (usage.input > 0) this.cachedShare.add(usage.cachedInput, usage.input, now)
    if (usage.output <= 0 || totalMs <= 0) return
    if (!streamed) this.perOutputToken.add(totalMs, usage.output, now)
    this.tokensPerSecond.add(usage.output, totalMs / MS_PER_S, now)
  }

  /** What the provider reports as the input of a request of text alone that was estimated, not counted. */
  learnInput(reported: number, estimated: number, now: number): void {
    if (estimated < LEAST_ESTIMATE) return
    const factor = reported / estimated
    // Files that we do not see into, or a provider that counts something else.
    if (factor < 1 / MOST_FACTOR || factor > MOST_FACTOR) return
    this.inputPerEstimate.add(reported, estimated, now)
  }

  /** Given up without a commit: counts where that was longer than usual, else it says nothing. */
  observeLimit(given: GivenUp, now: number): void {
    const { streamed, cut, likelyTokens } = given
    const ms = given.passedMs * BEYOND_LIMIT
    const usual = this.commits(streamed).percentile(0.5, now)
    if (usual === null ? cut : ms <= usual) return
    this.commits(streamed).add(ms, now)
    if (streamed) this.firstToken.add(ms, 1, now)
    else this.perOutputToken.add(ms, likelyTokens, now)
  }
}
