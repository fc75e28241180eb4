import type { Clock } from '#domain/clock'
import type { Planned } from '#domain/request'

/** The deadlines of one request, in milliseconds. `now`: a reading of the clock that was just made. */
export class TimeLeft {
  readonly #clock: Clock
  readonly #receivedAt: number
  readonly #deadlineAt: number
  readonly #commitBy: number

  constructor({ admitted, plan }: Planned, clock: Clock) {
    const { receivedAt } = admitted.accepted
    this.#clock = clock
    this.#receivedAt = receivedAt
    this.#deadlineAt = receivedAt + plan.deadlineMs
    this.#commitBy = receivedAt + plan.commitWithinMs
  }

  sinceArrival(now = this.#clock.now()): number {
    return now - this.#receivedAt
  }

  /** Until an answer has to begin. */
  toCommit(now = this.#clock.now()): number {
    return Math.max(0, this.#commitBy - now)
  }

  /** Until it has to be complete. */
  toDeadline(now = this.#clock.now()): number {
    return Math.max(0, this.#deadlineAt - now)
  }
}
