import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencyWindow } from './latency-window.ts'

const filled = (samples: readonly number[], now = 0): LatencyWindow => {
  const window = new LatencyWindow()
  for (const ms of samples) window.add(ms, now)
  return window
}
const repeat = (ms: number, times: number): number[] => Array.from({ length: times }, () => ms)

describe('percentiles of a latency window', () => {
  it('are unknown before ten samples', () => {
    expect(filled([]).percentile(0.5, 0)).toBeNull()
    expect(filled(repeat(100, 9)).percentile(0.5, 0)).toBeNull()
    expect(filled(repeat(100, 10)).percentile(0.5, 0)).toBeCloseTo(100, -1)
  })

  it('are within 4.4 % of the exact ones for any recent samples, and grow with the share', () => {
    const samples = fc.array(fc.integer({ min: 2, max: 900_000 }), { minLength: 11, maxLength: 12 })
    fc.assert(
      fc.property(samples, fc.constantFrom(0.1, 0.5, 0.9), (list, share) => {
        const sorted = list.toSorted((a, b) => a - b)
        const at = share * (list.length - 1)
        const measured = filled(list).percentile(share, 0) ?? Number.NaN
        // Samples weigh a little less with every later one: the neighbors of the exact rank are as good.
        expect(measured).toBeGreaterThanOrEqual((sorted[Math.max(0, Math.floor(at) - 1)] ?? 0) / 1.045)
        expect(measured).toBeLessThanOrEqual((sorted[Math.ceil(at) + 1] ?? sorted.at(-1) ?? 0) * 1.045)
        expect(filled(list).percentile(share + 0.05, 0)).toBeGreaterThanOrEqual(measured)
      }),
    )
  })

  it.each([0.95, 0.99])('%f are not decided by one sample far out', (share) => {
    for (const count of [10, 20, 50, 200]) {
      const window = filled([...repeat(100, count), 60_000, 100])
      expect(window.percentile(share, 0)).toBeLessThan(110)
    }
  })

  it('see the slow part of a mixture at its share', () => {
    const window = new LatencyWindow()
    for (let n = 0; n < 400; n++) window.add(n % 10 === 0 ? 5_000 : 100, n * 10)
    expect(window.percentile(0.5, 4_000)).toBeLessThan(110)
    expect(window.percentile(0.95, 4_000)).toBeGreaterThan(4_500)
  })

  it('hold for what is under a millisecond or over a quarter of an hour too', () => {
    expect(filled(repeat(0, 12)).percentile(0.5, 0)).toBeLessThan(1.1)
    expect(filled(repeat(1e9, 12)).percentile(0.5, 0)).toBeGreaterThan(1_000_000)
  })
})

describe('a latency window forgets', () => {
  it('by time: a minute halves the evidence, and at last nothing is known', () => {
    const window = filled(repeat(100, 100))
    const samples = window.samples(0)
    expect(window.samples(60_000)).toBeCloseTo(samples / 2)
    expect(window.percentile(0.5, 120_000)).not.toBeNull()
    expect(window.percentile(0.5, 300_000)).toBeNull()
    expect(window.percentile(0.5, 1e12)).toBeNull()
  })

  it('by samples: a few hundred new ones outweigh any number of old ones at the same moment', () => {
    const window = filled(repeat(5_000, 10_000))
    for (let n = 0; n < 600; n++) window.add(50, 0)
    expect(window.percentile(0.95, 0)).toBeLessThan(60)
    expect(window.samples(0)).toBeLessThan(187)
  })

  it('so that the tail of a slow hour is gone five minutes after it, at a probe every two seconds', () => {
    const window = new LatencyWindow()
    let now = 0
    for (; now < 3_600_000; now += 100) window.add(5_000, now)
    const recovered = now
    while ((window.percentile(0.95, now) ?? 0) > 1_000) window.add(50, (now += 2_000))
    expect(now - recovered).toBeLessThan(300_000)
  })

  it('and stays exact over a year of samples', () => {
    const window = new LatencyWindow()
    for (let n = 0; n < 20_000; n++) window.add(n < 10_000 ? 9_000 : 200, n * 1_600_000)
    for (let n = 0; n < 20; n++) window.add(200, 20_000 * 1_600_000)
    const late = 20_000 * 1_600_000
    expect(window.percentile(0.99, late)).toBeCloseTo(200, -2)
    expect(window.samples(late)).toBeGreaterThan(19)
  })
})

describe('the latest samples', () => {
  it('are within a limit when all sixteen are, and fewer say nothing', () => {
    const window = filled(repeat(5_000, 100))
    for (let n = 0; n < 15; n++) window.add(100, 0)
    expect(window.latestWithin(100)).toBe(false)
    window.add(100, 0)
    expect(window.latestWithin(100)).toBe(true)
    expect(window.latestWithin(99)).toBe(false)
    expect(filled(repeat(100, 15)).latestWithin(200)).toBe(false)
    window.add(101, 0)
    expect(window.latestWithin(100)).toBe(false)
  })
})
