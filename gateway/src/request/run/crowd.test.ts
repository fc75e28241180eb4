import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Crowd } from './crowd.ts'

/** When each goes that comes at one of these times with the hint of `until`. */
function leave(arrivals: readonly number[], hintAt: (now: number) => number): number[] {
  const crowd = new Crowd()
  return arrivals.map((now) => {
    const hintMs = hintAt(now)
    const waitMs = hintMs + crowd.extraMs(now, hintMs)
    crowd.join(now, waitMs)
    return now + waitMs
  })
}

describe('a crowd that waits for one deployment', () => {
  it('waits exactly as long as it is told where everyone is told a time of their own', () => {
    expect(leave([0, 10, 20, 500], () => 2_000)).toEqual([2_000, 2_010, 2_020, 2_500])
  })

  it('does not go all at once where everyone is told the same instant', () => {
    expect(leave([0, 100, 200, 900], (now) => 1_000 - now)).toEqual([1_000, 1_060, 1_120, 1_540])
  })

  it('is not kept waiting by a crowd that has gone', () => {
    expect(leave([0, 100, 60_000], () => 1_000)).toEqual([1_000, 1_100, 61_000])
  })

  it('never goes before its hint, nor overtakes, nor faster than 5 for 3 that come', () => {
    const one = fc.record({ gapMs: fc.nat(5_000), hintMs: fc.nat(10_000) })
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 50 }), (comers) => {
        const crowd = new Crowd()
        let now = 0
        let last: { came: number; goes: number } | null = null
        for (const { gapMs, hintMs } of comers) {
          now += gapMs
          const goes = now + hintMs + crowd.extraMs(now, hintMs)
          crowd.join(now, goes - now)
          expect(goes).toBeGreaterThanOrEqual(now + hintMs)
          if (last !== null) {
            expect(goes - last.goes).toBeGreaterThanOrEqual((now - last.came) * 0.6 - 1e-6)
          }
          last = { came: now, goes }
        }
      }),
    )
  })
})
