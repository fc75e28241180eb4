import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentilesOf } from './percentiles.ts'
import { classOf, TIME_CLASSES_MS } from './rollup-columns.ts'

const counted = (times: readonly number[]): number[] => {
  const counts = Array.from({ length: TIME_CLASSES_MS.length + 1 }, () => 0)
  for (const ms of times) counts[classOf(ms)] = (counts[classOf(ms)] ?? 0) + 1
  return counts
}

describe('percentiles of times in classes', () => {
  it('are none where nothing was counted', () => {
    expect(percentilesOf(counted([]))).toEqual({ count: 0, p50: null, p90: null, p95: null, p99: null })
  })

  it('are the longest time that is told apart, for longer ones', () => {
    expect(percentilesOf(counted([100_000])).p50).toBe(30_000)
  })

  it('are in the class of the true one, and grow', () =>
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 29_999, noNaN: true }), { minLength: 1, maxLength: 200 }),
        (times) => {
          const { p50, p90, p95, p99, count } = percentilesOf(counted(times))
          const sorted = times.toSorted((a, b) => a - b)
          const found = [p50 ?? -1, p90 ?? -1, p95 ?? -1, p99 ?? -1]
          expect(count).toBe(times.length)
          expect(found).toEqual(found.toSorted((a, b) => a - b))
          for (const [n, share] of [0.5, 0.9, 0.95, 0.99].entries()) {
            const exact = sorted[Math.ceil(share * times.length) - 1] ?? 0
            const upper = TIME_CLASSES_MS[classOf(exact)] ?? 0
            const lower = TIME_CLASSES_MS[classOf(exact) - 1] ?? 0
            expect(found[n]).toBeGreaterThanOrEqual(lower)
            expect(found[n]).toBeLessThanOrEqual(upper)
          }
        },
      ),
    ))
})
