import type { BudgetRefusal } from '#domain/budget'
import { describeBudget } from '#domain/budget'
import type { Continued } from '#domain/continuation'
import type { Failure } from '#domain/failure'
import type { AttemptRecord } from '#domain/record'
import type { Planned, Skipped } from '#domain/request'
import type { Answered } from '#domain/run'
import type { TokenUsage } from '#domain/usage'

/** What a rate limit is taken to last of which nothing is known. */
const UNKNOWN_WAIT_MS = 2_000

/** What has happened to a request so far, and what that comes to. */
export class Progress {
  readonly attempts: AttemptRecord[] = []
  readonly failures: Failure[] = []
  /** Class of the failure behind each move, one that was made before anything was sent included. */
  readonly fallbacks: string[]
  usage: TokenUsage | null = null
  readonly continued: Continued[] = []
  ttftMs: number | null = null
  /** Attempts that were begun. */
  started = 0
  /** Two of them were under way at the same time. */
  overlapped = false
  /** Time in which an attempt was under way. */
  busyMs = 0
  readonly #planned: Planned
  readonly #skipped: Skipped[]
  /** Clock reading at which the first one has room that was full. */
  #roomAt: number
  #rests: readonly { readonly deployment: string; readonly until: number }[] = []
  #drained: readonly string[] = []
  #wasFull = false
  #overBudget: BudgetRefusal | null = null

  constructor(planned: Planned) {
    this.#planned = planned
    this.#skipped = [...planned.plan.skipped]
    this.#roomAt = planned.plan.roomAt ?? Infinity
    this.fallbacks = planned.plan.passedOver === null ? [] : [planned.plan.passedOver]
  }

  /** Another one was tried first, for a reason that came up after planning. */
  passOver(deployment: string, reason: string): void {
    this.#skipped.push({ deployment, reason })
  }

  /** A deployment, or a budget, had no room at the moment of sending. */
  full(label: string, why: number | BudgetRefusal, now: number): void {
    if (typeof why !== 'number') {
      this.#overBudget = why
      this.#skipped.push({ deployment: label, reason: `no room in ${describeBudget(why.budget)}` })
      return
    }
    this.#roomAt = Math.min(this.#roomAt, now + why)
    this.#wasFull = true
    this.#skipped.push({ deployment: label, reason: `limit reached, room in ${Math.ceil(why / 1000)} s` })
  }

  /** An operator drained it after the request was planned. */
  drained(label: string): void {
    if (this.#drained.includes(label)) return
    this.#drained = [...this.#drained, label]
    this.passOver(label, 'drained since the request was planned')
  }

  /** `until` is the clock reading until which the deployment asks, or is made, to rest; what it said last counts. */
  failed(failure: Failure, rest: { readonly deployment: string; readonly until: number } | null): void {
    this.failures.push(failure)
    if (failure.class !== 'rate_limit' || rest === null) return
    this.#rests = [...this.#rests.filter(({ deployment }) => deployment !== rest.deployment), rest]
  }

  /**
   * The result when there is nothing left to try: the last failure's. A rate limit, ours or a provider's, comes with the
   * time until the first of all that are limited has room.
   */
  exhausted(now: number): Answered['result'] {
    const last = this.failures.at(-1)
    const roomAt = Math.min(this.#roomAt, ...this.#rests.map(({ until }) => until))
    const roomInMs = roomAt === Infinity ? UNKNOWN_WAIT_MS : Math.max(1, roomAt - now)
    if (last === undefined && !this.#wasFull && this.#overBudget !== null) return this.#overBudget
    if (last === undefined) return { kind: 'full', retryAfterMs: roomInMs }
    if (last.class === 'rate_limit') return { kind: 'failed', failure: last, retryAfterMs: roomInMs }
    // What the only one says of itself holds for the client too.
    const own = this.failures.length === 1 && last.class === 'overloaded' ? last.retryAfterMs : undefined
    return { kind: 'failed', failure: last, retryAfterMs: own ?? null }
  }

  answered(result: Answered['result'], totalMs: number): Answered {
    // Attempts are written down as they end.
    if (this.overlapped) this.attempts.sort((a, b) => a.n - b.n)
    return {
      planned: this.#planned,
      result,
      attempts: this.attempts,
      skipped: this.#skipped,
      usage: this.usage,
      ttftMs: this.ttftMs,
      overheadMs: Math.max(0, totalMs - this.busyMs),
      fallbacks: this.fallbacks,
      continued: this.continued,
    }
  }
}
