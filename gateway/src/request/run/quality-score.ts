/** An answer of ten minutes ago counts half. */
const HALF_LIFE_MS = 600_000
/**
 * With less evidence than ten answers there is no score: one bad answer takes nobody out, and a rest gives a new chance.
 * Half an answer less, because the first of ten has faded a little when the tenth comes.
 */
const MIN_SAMPLES = 9.5
/** The latest so many decide; also what bounds the rest: a deployment that is put last is asked again within 24 minutes. */
const MAX_SAMPLES = 50

/** How good the answers of one deployment have been lately, by checks and by what users said of them: a fading mean. */
export class QualityScore {
  #sum = 0
  #samples = 0
  #at = 0

  /** `score` is 0–1. */
  add(score: number, now: number): void {
    const samples = this.samples(now)
    const kept = Math.min(samples, MAX_SAMPLES - 1)
    this.#sum = this.#samples === 0 ? score : (this.#sum / this.#samples) * kept + score
    this.#samples = kept + 1
    this.#at = now
  }

  /** How many answers of now the remembered ones are worth; at most 50. */
  samples(now: number): number {
    return this.#samples * 2 ** (-(now - this.#at) / HALF_LIFE_MS)
  }

  /** 0–1; `null` while the evidence is worth fewer than ten answers. */
  value(now: number): number | null {
    return this.samples(now) < MIN_SAMPLES ? null : this.#sum / this.#samples
  }

  /** Milliseconds until the evidence is worth so little that there is no score any more. */
  restMs(now: number): number {
    const samples = this.samples(now)
    return samples < MIN_SAMPLES ? 0 : Math.log2(samples / MIN_SAMPLES) * HALF_LIFE_MS
  }
}
