import type { BudgetRefusal } from '#domain/budget'
import type { Clock } from '#domain/clock'
import type { PlanStep } from '#domain/request'
import type { LimitShares } from '#domain/share'
import type { Accounts, Lacking } from './accounts.ts'
import type { Course } from './course.ts'
import type { Hold } from './deployment-state.ts'
import type { Progress } from './progress.ts'

/** So often room that other processes hold is asked for, and may be gone again when it comes. */
const MOST_ASKED = 10
/** Room that others may have left did not come in time; in milliseconds. */
const SOON_MS = 50

interface ReservingParts {
  readonly clock: Clock
  /** Limits and budgets that several processes share; `null`: this one is alone. */
  readonly shares: LimitShares | null
  readonly accounts: Accounts
  readonly course: Course
  readonly progress: Progress
  /** Has the client left. */
  readonly gone: () => boolean
}

/** Takes the room that an attempt needs, at once where it is here. */
export class Reserving {
  readonly #parts: ReservingParts

  constructor(parts: ReservingParts) {
    this.#parts = parts
  }

  /**
   * What the attempt takes; `null` where there is no room for it any more, or an operator drained the place. Only what
   * other processes may have left is waited for.
   */
  at(step: PlanStep): Hold | null | Promise<Hold | null> {
    const { course, accounts } = this.#parts
    if (course.isDrained(step)) return null
    const hold = accounts.reserve(step)
    if (typeof hold !== 'object') return this.#full(step, hold)
    if (!('kind' in hold)) return hold
    return hold.kind === 'lacking' ? this.#fetched(step, hold) : this.#full(step, hold)
  }

  async #fetched(step: PlanStep, { lacks }: Lacking): Promise<Hold | null> {
    const { shares, course, accounts, gone } = this.#parts
    let missing = lacks
    for (let asked = 0; asked < MOST_ASKED; asked++) {
      const came = shares !== null && (await shares.fetch(missing))
      if (gone() || course.isDrained(step)) return null
      const hold = accounts.reserve(step)
      if (typeof hold !== 'object') return this.#full(step, hold)
      if (!('kind' in hold)) return hold
      if (hold.kind !== 'lacking') return this.#full(step, hold)
      if (!came) break
      missing = hold.lacks
    }
    return this.#full(step, SOON_MS)
  }

  #full(step: PlanStep, why: number | BudgetRefusal): null {
    const { progress, clock } = this.#parts
    progress.full(step.deployment.label, why, clock.now())
    return null
  }
}
