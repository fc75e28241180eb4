import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RetryBudget } from './retry-budget.ts'

const SETTINGS = { ratio: 0.2, minPerSecond: 10 }

function spendAll(budget: RetryBudget, now: number, settings = SETTINGS): number {
  let spent = 0
  for (; budget.hasRoom(settings, now); spent++) budget.spend(now)
  return spent
}

describe('The retry budget', () => {
  it('is ten per second where there is little traffic', () => {
    expect(spendAll(new RetryBudget(), 0)).toBe(100)
  })

  it('is a fifth of the requests of the last ten seconds where there is much', () => {
    const budget = new RetryBudget()
    for (let n = 0; n < 5_000; n++) budget.request(n)
    expect(spendAll(budget, 5_000)).toBe(1_000)
  })

  it('can be switched off for all but the first attempt and the first move', () => {
    expect(spendAll(new RetryBudget(), 0, { ratio: 0, minPerSecond: 0 })).toBe(0)
  })

  it('comes back as time passes', () => {
    const budget = new RetryBudget()
    expect(spendAll(budget, 500)).toBe(100)
    expect(spendAll(budget, 9_999)).toBe(0)
    expect(spendAll(budget, 10_000)).toBe(100)
  })

  it('is never passed over any ten seconds', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 400 }), (gaps) => {
        const budget = new RetryBudget()
        const spent: number[] = []
        let now = 0
        for (const gap of gaps) {
          now += gap
          if (!budget.hasRoom({ ratio: 0, minPerSecond: 1 }, now)) continue
          budget.spend(now)
          spent.push(now)
        }
        for (const start of spent) {
          const slot = Math.floor(start / 1_000)
          const within = spent.filter(
            (at) => Math.floor(at / 1_000) >= slot && Math.floor(at / 1_000) < slot + 10,
          )
          expect(within.length).toBeLessThanOrEqual(10)
        }
      }),
    ))
})
