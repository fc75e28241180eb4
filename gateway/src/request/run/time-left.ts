import type { Clock } from '#domain/clock'
import type { Planned } from '#domain/request'

/** The deadlines of one request, in milliseconds. */
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

  sinceArrival(): number {
    return this.#clock.now() - this.#receivedAt
  }

  /** Until an answer has to begin. */
  toCommit(): number {
    return Math.max(0, this.#commitBy - this.#clock.now())
  }

  /** Until it has to be complete. */
  toDeadline(): number {
    return Math.max(0, this.#deadlineAt - this.#clock.now())
  }
}
