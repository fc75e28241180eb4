import type { RetryBudgetSettings } from '#domain/configuration'

const SLOT_MS = 1_000
const SLOTS = 10

/**
 * Keeps a broad outage from being amplified: attempts beyond the first and the first move of each request, tries in
 * place included, are limited to a share of the requests of the last ten seconds.
 */
export class RetryBudget {
  readonly #requests = new Float64Array(SLOTS)
  readonly #extras = new Float64Array(SLOTS)
  #newest = 0

  /** A request begins. */
  request(now: number): void {
    const slot = this.#advance(now)
    this.#requests[slot] = (this.#requests[slot] ?? 0) + 1
  }

  /** Is there room for one more attempt. */
  hasRoom(settings: RetryBudgetSettings, now: number): boolean {
    this.#advance(now)
    const allowed = Math.max(settings.minPerSecond * SLOTS, settings.ratio * sum(this.#requests))
    return sum(this.#extras) + 1 <= allowed
  }

  /** One more attempt is made. */
  spend(now: number): void {
    const slot = this.#advance(now)
    this.#extras[slot] = (this.#extras[slot] ?? 0) + 1
  }

  #advance(now: number): number {
    const slot = Math.floor(now / SLOT_MS)
    for (let gone = Math.max(this.#newest + 1, slot - SLOTS + 1); gone <= slot; gone++) {
      this.#requests[gone % SLOTS] = 0
      this.#extras[gone % SLOTS] = 0
    }
    if (slot > this.#newest) this.#newest = slot
    return this.#newest % SLOTS
  }
}

function sum(counts: Float64Array): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
