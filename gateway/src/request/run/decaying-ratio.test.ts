import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DecayingRatio } from './decaying-ratio.ts'

describe('a decaying ratio', () => {
  it('is unknown without samples and the sample itself after one', () => {
    const ratio = new DecayingRatio()
    expect(ratio.value).toBeNull()
    ratio.add(300, 2, 1_000)
    expect(ratio.value).toBe(150)
    expect(ratio.samples(1_000)).toBe(1)
  })

  it('is between the smallest and the largest of its samples', () => {
    const sample = fc.record({ value: fc.integer({ min: 1, max: 1e6 }), gap: fc.nat(1e6) })
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1 }), (samples) => {
        const ratio = new DecayingRatio()
        let now = 0
        for (const { value, gap } of samples) ratio.add(value, 1, (now += gap))
        const values = samples.map(({ value }) => value)
        expect(ratio.value).toBeGreaterThanOrEqual(Math.min(...values) * (1 - 1e-9))
        expect(ratio.value).toBeLessThanOrEqual(Math.max(...values) * (1 + 1e-9))
        expect(ratio.samples(now)).toBeLessThanOrEqual(8)
      }),
    )
  })

  it('weighs samples by their size', () => {
    const ratio = new DecayingRatio()
    ratio.add(1_000, 10, 0)
    ratio.add(10, 1, 0)
    expect(ratio.value).toBeGreaterThan(90)
  })

  it('has all but forgotten after two dozen samples, and after a long pause with the first', () => {
    const busy = new DecayingRatio()
    for (let n = 0; n < 1_000; n++) busy.add(1_000, 1, n)
    for (let n = 0; n < 24; n++) busy.add(100, 1, 1_000 + n)
    expect(busy.value).toBeLessThan(140)

    const idle = new DecayingRatio()
    for (let n = 0; n < 1_000; n++) idle.add(1_000, 1, n)
    idle.add(100, 1, 300_000)
    expect(idle.value).toBeLessThan(110)
    expect(idle.samples(600_000)).toBeLessThan(0.01)
  })
})
