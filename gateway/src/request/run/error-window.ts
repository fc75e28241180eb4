const SLOTS = 12

/** Shares of failures over a sliding window; deployments that chains share are looked at over several lengths of it. */
export class ErrorWindow {
  /** Length in milliseconds → counts. */
  readonly #byLength = new Map<number, Counts>()

  /** Counts for every length that was ever asked for. */
  add(failed: boolean, windowMs: number, now: number): void {
    this.#of(windowMs)
    for (const [lengthMs, counts] of this.#byLength) counts.add(failed, lengthMs, now)
  }

  read(windowMs: number, now: number): { readonly requests: number; readonly errorRate: number } {
    return this.#of(windowMs).read(windowMs, now)
  }

  clear(): void {
    this.#byLength.clear()
  }

  #of(windowMs: number): Counts {
    const known = this.#byLength.get(windowMs)
    if (known !== undefined) return known
    const fresh = new Counts()
    this.#byLength.set(windowMs, fresh)
    return fresh
  }
}

/** Successes and failures of one window, in twelve slots. */
class Counts {
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
