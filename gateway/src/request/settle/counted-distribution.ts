import type { Distribution } from '#domain/request-totals'

/** Counts values by the bucket they fall into. */
export class CountedDistribution implements Distribution {
  readonly bounds: readonly number[]
  readonly counts: Float64Array
  count = 0
  sum = 0

  /** @param bounds - Ascending, the last one infinite. */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = new Float64Array(bounds.length)
  }

  add(value: number): void {
    let bucket = 0
    while (value > (this.bounds[bucket] ?? Number.POSITIVE_INFINITY)) bucket++
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.count++
    this.sum += value
  }
}
