import { describe, expect, it } from 'vitest'
import type { Benching } from './bench-time.ts'
import { bench, benchFor, GROWTH } from './bench-time.ts'

const cause = { class: 'rate_limit' } as const

describe('a place that is not asked for a while', () => {
  it.each([
    ['rateLimit', [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]],
    ['modelUnavailable', [60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 3_600_000]],
    ['credential', [60_000, 120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 3_600_000]],
  ] as const)('is left alone ever longer: %s', (growth, expected) => {
    let before: Benching | null = null
    let now = 500
    const lengths: number[] = []
    for (const _turn of expected) {
      before = bench(before, GROWTH[growth], { now, cause })
      lengths.push(before.until - now)
      now = before.until
    }
    expect(lengths).toEqual(expected)
  })

  it('is not left alone longer for failures of requests that were under way', () => {
    const first = bench(null, GROWTH.rateLimit, { now: 0, cause })
    expect(bench(first, GROWTH.rateLimit, { now: 1_999, cause: { class: 'auth' } })).toBe(first)
    expect(bench(first, GROWTH.rateLimit, { now: 2_000, cause }).times).toBe(2)
  })

  it('keeps the longest wait that its provider has asked for', () => {
    const long = benchFor(null, 30_000, { now: 0, cause })
    expect(long.until).toBe(30_000)
    expect(benchFor(long, 1_000, { now: 5_000, cause }).until).toBe(30_000)
    expect(benchFor(long, 60_000, { now: 5_000, cause }).until).toBe(65_000)
  })

  it('is left alone longer than it asks once its hints have proved empty, but for no more than 15 s of ours', () => {
    let before: Benching | null = null
    let now = 0
    const lengths: number[] = []
    for (let time = 0; time < 7; time++) {
      before = benchFor(before, 2_000, { now, cause })
      lengths.push(before.until - now)
      now = before.until
    }
    expect(lengths).toEqual([2_000, 2_000, 2_000, 4_000, 8_000, 15_000, 15_000])
    expect(benchFor(before, 60_000, { now, cause }).until - now).toBe(60_000)
  })

  it('counts a crowd that is told to wait as one time', () => {
    let crowd = benchFor(null, 1_000, { now: 0, cause })
    for (let now = 1; now < 50; now++) crowd = benchFor(crowd, 1_000, { now, cause })
    expect(crowd).toMatchObject({ since: 0, until: 1_049, times: 1 })
    expect(bench(crowd, GROWTH.rateLimit, { now: 2_000, cause }).until).toBe(6_000)
  })
})
