const SLOTS = 12

/** Successes and failures of a sliding window, in twelve slots. */
export class ErrorWindow {
  readonly #successes = new Uint32Array(SLOTS)
  readonly #failures = new Uint32Array(SLOTS)
  #newest = 0

  add(failed: boolean, windowMs: number, now: number): void {
    const slot = this.#advance(windowMs, now)
    const counts = failed ? this.#failures : this.#successes
    counts[slot] = (counts[slot] ?? 0) + 1
  }

  read(windowMs: number, now: number): { readonly requests: number; readonly errorRate: number } {
    this.#advance(windowMs, now)
    const failures = sum(this.#failures)
    const requests = failures + sum(this.#successes)
    return { requests, errorRate: requests === 0 ? 0 : failures / requests }
  }

  clear(): void {
    this.#successes.fill(0)
    this.#failures.fill(0)
  }

  #advance(windowMs: number, now: number): number {
    const slot = Math.floor((now * SLOTS) / windowMs)
    const first = Math.max(this.#newest + 1, slot - SLOTS + 1)
    for (let gone = first; gone <= slot; gone++) {
      this.#successes[gone % SLOTS] = 0
      this.#failures[gone % SLOTS] = 0
    }
    if (slot > this.#newest) this.#newest = slot
    return this.#newest % SLOTS
  }
}

function sum(counts: Uint32Array): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
