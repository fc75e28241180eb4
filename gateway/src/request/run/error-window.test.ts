import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ErrorWindow } from './error-window.ts'

const MINUTE = 60_000

describe('an error window', () => {
  it('is the share of failures among the requests in it', () => {
    const window = new ErrorWindow()
    expect(window.read(MINUTE, 0)).toEqual({ requests: 0, errorRate: 0 })
    for (let at = 0; at < 10; at++) window.add(at < 3, MINUTE, at)
    expect(window.read(MINUTE, 10)).toEqual({ requests: 10, errorRate: 0.3 })
  })

  it('counts everything of the last eleven twelfths and nothing older than the whole', () => {
    const outcomes = fc.array(fc.record({ gapMs: fc.nat(20_000), failed: fc.boolean() }), { maxLength: 60 })
    fc.assert(
      fc.property(outcomes, (list) => {
        const window = new ErrorWindow()
        const times: number[] = []
        let now = 0
        for (const { gapMs, failed } of list) {
          now += gapMs
          window.add(failed, MINUTE, now)
          times.push(now)
          const within = (ms: number): number => times.filter((at) => at > now - ms).length
          const { requests } = window.read(MINUTE, now)
          expect(requests).toBeGreaterThanOrEqual(within((MINUTE / 12) * 11))
          expect(requests).toBeLessThanOrEqual(within(MINUTE))
        }
      }),
    )
  })

  it('forgets everything when it is cleared', () => {
    const window = new ErrorWindow()
    window.add(true, MINUTE, 0)
    window.clear()
    expect(window.read(MINUTE, 0).requests).toBe(0)
  })

  it('of two lengths over the same deployment keeps both right, whichever looked last', () => {
    const window = new ErrorWindow()
    window.read(10_000, 0)
    window.add(true, MINUTE, 1_000)
    window.add(false, 10_000, 2_000)
    expect(window.read(10_000, 2_000)).toEqual({ requests: 2, errorRate: 0.5 })
    expect(window.read(MINUTE, 2_000)).toEqual({ requests: 2, errorRate: 0.5 })
    window.add(false, 10_000, 100_000)
    expect(window.read(MINUTE, 100_000)).toEqual({ requests: 1, errorRate: 0 })
  })
})
