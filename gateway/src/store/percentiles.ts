import { TIME_CLASSES_MS } from './rollup-columns.ts'

/** Of a distribution of times, in milliseconds; `null` where there is none. Between two classes they are estimates. */
export interface Percentiles {
  readonly count: number
  readonly p50: number | null
  readonly p90: number | null
  readonly p95: number | null
  readonly p99: number | null
}

/** `counts`: how many times are in each class. */
export function percentilesOf(counts: readonly number[]): Percentiles {
  const count = counts.reduce((sum, one) => sum + one, 0)
  const at = (share: number): number | null => (count === 0 ? null : timeAt(counts, share * count))
  return { count, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) }
}

/** The time that so many of them are not above, as if the times of a class were spread evenly over it. */
function timeAt(counts: readonly number[], rank: number): number {
  let below = 0
  for (const [n, count] of counts.entries()) {
    const start = TIME_CLASSES_MS[n - 1] ?? 0
    const end = TIME_CLASSES_MS[n] ?? start
    if (below + count >= rank) return start + ((end - start) * (rank - below)) / count
    below += count
  }
  return TIME_CLASSES_MS.at(-1) ?? 0
}
