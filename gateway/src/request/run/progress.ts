import type { Failure } from '#domain/failure'
import type { AttemptRecord } from '#domain/record'
import type { Planned, Skipped } from '#domain/request'
import type { Answered } from '#domain/run'
import type { TokenUsage } from '#domain/usage'

/** What all providers together are taken to ask for when none says how long to wait. */
const UNKNOWN_WAIT_MS = 2_000

/** What has happened to a request so far, and what that comes to. */
export class Progress {
  readonly attempts: AttemptRecord[] = []
  readonly failures: Failure[] = []
  /** Class of the failure behind each move, one that was made before anything was sent included. */
  readonly fallbacks: string[]
  usage: TokenUsage | null = null
  ttftMs: number | null = null
  /** Time in which an attempt was under way. */
  busyMs = 0
  readonly #planned: Planned
  readonly #skipped: Skipped[]
  #fullForMs: number | null = null

  constructor(planned: Planned) {
    this.#planned = planned
    this.#skipped = [...planned.plan.skipped]
    this.fallbacks = planned.plan.passedOver === null ? [] : [planned.plan.passedOver]
  }

  /** A deployment had no room at the moment of sending. */
  full(label: string, waitMs: number): void {
    this.#fullForMs = Math.min(this.#fullForMs ?? waitMs, waitMs)
    this.#skipped.push({ deployment: label, reason: `limit reached, room in ${Math.ceil(waitMs / 1000)} s` })
  }

  /** The result when there is nothing left to try: the last failure's; a wait only if everybody asks for one. */
  exhausted(): Answered['result'] {
    const last = this.failures.at(-1)
    if (last === undefined) return { kind: 'full', retryAfterMs: this.#fullForMs ?? UNKNOWN_WAIT_MS }
    const limited = this.failures.every((failure) => failure.class === 'rate_limit')
    const hints = this.failures.map((failure) => failure.retryAfterMs ?? UNKNOWN_WAIT_MS)
    return { kind: 'failed', failure: last, retryAfterMs: limited ? Math.min(...hints) : null }
  }

  answered(result: Answered['result'], totalMs: number): Answered {
    return {
      planned: this.#planned,
      result,
      attempts: this.attempts,
      skipped: this.#skipped,
      usage: this.usage,
      ttftMs: this.ttftMs,
      overheadMs: Math.max(0, totalMs - this.busyMs),
      fallbacks: this.fallbacks,
    }
  }
}
