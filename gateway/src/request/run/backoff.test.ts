import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RETRY } from '#simulator/sample'
import { backoffMs } from './backoff.ts'

describe('the wait before another try', () => {
  it.each([
    [2, 250],
    [3, 500],
    [4, 1_000],
    [7, 8_000],
    [30, 8_000],
  ])('before try %i is spread evenly over %i ms', (next, most) => {
    expect(backoffMs(RETRY, next, 0)).toBe(0)
    expect(backoffMs(RETRY, next, 0.5)).toBe(most / 2)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999_999, noNaN: true }), (random) => {
        expect(backoffMs(RETRY, next, random)).toBeLessThan(most)
      }),
    )
  })

  it('is always the same, or none, where the policy says so', () => {
    expect(backoffMs({ ...RETRY, backoff: 'fixed' }, 5, 0.3)).toBe(250)
    expect(backoffMs({ ...RETRY, backoff: 'none' }, 5, 0.3)).toBe(0)
  })
})
