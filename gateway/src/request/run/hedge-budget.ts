import type { Hedge } from '#domain/policy'
import { RetryBudget } from './retry-budget.ts'

/** However few requests there are, one of the last ten seconds may be hedged. */
const LEAST_PER_SECOND = 0.1

/** Keeps hedges to their share of the requests of the last ten seconds, each policy for itself. */
export class HedgeBudget {
  readonly #byName = new Map<string, RetryBudget>()

  /** A request begins that may be hedged. */
  request({ name }: Hedge, now: number): void {
    this.#of(name).request(now)
  }

  hasRoom({ name, maxShare }: Hedge, now: number): boolean {
    if (maxShare === 0) return false
    return this.#of(name).hasRoom({ ratio: maxShare, minPerSecond: LEAST_PER_SECOND }, now)
  }

  spend({ name }: Hedge, now: number): void {
    this.#of(name).spend(now)
  }

  #of(name: string): RetryBudget {
    let budget = this.#byName.get(name)
    if (budget === undefined) {
      budget = new RetryBudget()
      this.#byName.set(name, budget)
    }
    return budget
  }
}
