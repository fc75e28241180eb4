/** Buckets per doubling: a percentile is off by at most 2^(1/16) − 1, which is 4.4 %. */
const PER_OCTAVE = 8
/** From one millisecond to 2^20 of them, 17 minutes: longer than any attempt may take. */
const BUCKETS = 20 * PER_OCTAVE
/** A sample counts half as much after a minute, and half as much after so many later ones. */
const HALF_LIFE_MS = 60_000
const HALF_LIFE_SAMPLES = 128
/** With less evidence than this there is no percentile: ten samples of the last seconds are worth a little more. */
const MIN_SAMPLES = 9.5
/** How many of the latest samples are kept as they are. */
const LATEST = 16
/** Weights grow instead of all older ones shrinking; past 2 to this power they are scaled down together. */
const RESCALE_AT = 30

/**
 * Percentiles of milliseconds over what happened lately: a histogram of log-spaced buckets, as in DDSketch (Masson et
 * al., VLDB 2019), under forward decay (Cormode et al., ICDE 2009). A sample costs one logarithm and one addition, a
 * percentile one walk over 160 numbers; nothing is allocated before the first sample, and 0.7 kB then.
 */
export class LatencyWindow {
  #weights: Float32Array | null = null
  #latest: Float32Array | null = null
  #count = 0
  #total = 0
  /** The weight of a sample at `#at` is 2 to this power. */
  #exponent = 0
  #at = 0

  add(ms: number, now: number): void {
    this.#weights ??= new Float32Array(BUCKETS)
    this.#latest ??= new Float32Array(LATEST)
    this.#exponent += (now - this.#at) / HALF_LIFE_MS + 1 / HALF_LIFE_SAMPLES
    this.#at = now
    if (this.#exponent > RESCALE_AT) this.#rescale(this.#weights)
    const weight = 2 ** this.#exponent
    const bucket = bucketOf(ms)
    this.#weights[bucket] = (this.#weights[bucket] ?? 0) + weight
    this.#total += weight
    this.#latest[this.#count % LATEST] = ms
    this.#count++
  }

  /** How many samples of now the remembered ones are worth; at most 186. */
  samples(now: number): number {
    return this.#total / 2 ** (this.#exponent + (now - this.#at) / HALF_LIFE_MS)
  }

  /**
   * The milliseconds that so large a share (0–1) of the samples stays under; `null` while the evidence is worth fewer
   * than ten fresh samples. One sample alone never decides it, however far out it lies.
   */
  percentile(share: number, now: number): number | null {
    const samples = this.samples(now)
    if (this.#weights === null || samples < MIN_SAMPLES) return null
    let left = share * (samples - 1) * (this.#total / samples)
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      left -= this.#weights[bucket] ?? 0
      if (left < 0) return middleOf(bucket)
    }
    return middleOf(BUCKETS - 1)
  }

  /** Did each of the latest sixteen samples stay within so many milliseconds; fewer do not say. */
  latestWithin(ms: number): boolean {
    return this.#count >= LATEST && this.#latest?.every((one) => one <= ms) === true
  }

  #rescale(weights: Float32Array): void {
    const scale = 2 ** -this.#exponent
    for (let bucket = 0; bucket < BUCKETS; bucket++) weights[bucket] = (weights[bucket] ?? 0) * scale
    this.#total *= scale
    this.#exponent = 0
  }
}

function bucketOf(ms: number): number {
  if (ms <= 1) return 0
  return Math.min(BUCKETS - 1, Math.floor(Math.log2(ms) * PER_OCTAVE))
}

/** The geometric middle: the same relative error towards both ends. */
function middleOf(bucket: number): number {
  return 2 ** ((bucket + 0.5) / PER_OCTAVE)
}
