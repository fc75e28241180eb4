/** Those who waited go at most so much faster than they came: with those who come meanwhile, less than three times as fast. */
const COMPRESSION = 0.6

/**
 * Requests that wait out a rate limit of one deployment. Providers often name the same instant to all of them: they go
 * in the order in which they came, spread over part of the time in which they came.
 */
export class Crowd {
  #lastCameAt = Number.NEGATIVE_INFINITY
  #lastGoesAt = 0

  /** What one that comes now has to wait beyond its hint, in milliseconds. */
  extraMs(now: number, hintMs: number): number {
    const earliest = this.#lastGoesAt + (now - this.#lastCameAt) * COMPRESSION
    return Number.isFinite(earliest) ? Math.max(0, earliest - (now + hintMs)) : 0
  }

  /** It waits so long, hint and all. */
  join(now: number, waitMs: number): void {
    this.#lastCameAt = now
    this.#lastGoesAt = Math.max(this.#lastGoesAt, now + waitMs)
  }
}
