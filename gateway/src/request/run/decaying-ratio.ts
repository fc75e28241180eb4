/** What every new sample leaves of the older ones: the gain of 1/8 that TCP smooths round trips with (RFC 6298). */
const KEEP = 7 / 8
/** Without new samples the weight of the old ones halves in this time, so that the next one counts for more. */
const HALF_LIFE_MS = 30_000

/**
 * A quotient of two sums that fade: milliseconds per answer, tokens per second. Large samples weigh more than small
 * ones, eight or so decide, and after a pause the first new one does.
 */
export class DecayingRatio {
  #numerator = 0
  #denominator = 0
  #samples = 0
  #at = 0

  add(numerator: number, denominator: number, now: number): void {
    const keep = KEEP * 2 ** (-(now - this.#at) / HALF_LIFE_MS)
    this.#numerator = this.#numerator * keep + numerator
    this.#denominator = this.#denominator * keep + denominator
    this.#samples = this.#samples * keep + 1
    this.#at = now
  }

  /** `null` before the first sample. */
  get value(): number | null {
    return this.#denominator === 0 ? null : this.#numerator / this.#denominator
  }

  /** How many samples of now the remembered ones are worth; at most eight. */
  samples(now: number): number {
    return this.#samples * 2 ** (-(now - this.#at) / HALF_LIFE_MS)
  }
}
