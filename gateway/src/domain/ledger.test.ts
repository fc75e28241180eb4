import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ledger } from './ledger.ts'

const MINUTE = 60_000
const LIMIT = 100

/** Steps of time and what is asked for after each; amounts up to the whole limit. */
const requests = fc.array(
  fc.record({
    gapMs: fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 90_000 })),
    amount: fc.integer({ min: 1, max: LIMIT }),
    /** What was really used: a part of what was reserved. */
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  { minLength: 1, maxLength: 60 },
)

describe('a ledger', () => {
  it('never admits more than the limit over any sixty seconds', () => {
    fc.assert(
      fc.property(requests, fc.nat(120_000), (steps, start) => {
        const ledger = new Ledger()
        const admitted: { at: number; amount: number }[] = []
        let now = start
        for (const { gapMs, amount } of steps) {
          now += gapMs
          if (ledger.waitMs(amount, LIMIT, now) > 0) continue
          ledger.reserve(amount, now)
          admitted.push({ at: now, amount })
          const recent = admitted.filter(({ at }) => at > now - MINUTE)
          expect(recent.reduce((sum, one) => sum + one.amount, 0)).toBeLessThanOrEqual(LIMIT)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('says exactly how long to wait: then it fits, a millisecond earlier it does not', () => {
    fc.assert(
      fc.property(requests, (steps) => {
        const ledger = new Ledger()
        let now = 0
        for (const { gapMs, amount } of steps) {
          now += gapMs
          const waitMs = ledger.waitMs(amount, LIMIT, now)
          if (waitMs === 0) {
            ledger.reserve(amount, now)
            continue
          }
          expect(waitMs).toBeLessThanOrEqual(MINUTE + 1_000)
          now += waitMs - 1
          expect(ledger.waitMs(amount, LIMIT, now)).toBe(1)
          now += 1
          expect(ledger.waitMs(amount, LIMIT, now)).toBe(0)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('counts what was really used once it is known, and nothing after a refund', () => {
    fc.assert(
      fc.property(requests, (steps) => {
        const ledger = new Ledger()
        let used = 0
        steps.forEach(({ amount, share }, index) => {
          const reservation = ledger.reserve(amount, index)
          const really = Math.round(amount * share)
          ledger.settle(reservation, really, index)
          used += really
        })
        expect(ledger.used(steps.length)).toBe(used)
      }),
    )
  })

  it('is empty again after a minute and a second, whatever was in it', () => {
    const ledger = new Ledger()
    ledger.reserve(7, 59_999)
    expect(ledger.used(59_999 + MINUTE)).toBe(7)
    expect(ledger.used(59_999 + MINUTE + 1_000)).toBe(0)
  })

  it('lets a correction that comes too late change nothing', () => {
    const ledger = new Ledger()
    const reservation = ledger.reserve(50, 0)
    ledger.settle(reservation, 5_000, 2 * MINUTE)
    expect(ledger.used(2 * MINUTE)).toBe(0)
    ledger.reserve(3, 2 * MINUTE)
    ledger.settle(reservation, 5_000, 2 * MINUTE)
    expect(ledger.used(2 * MINUTE)).toBe(3)
  })

  it('admits an amount over the whole limit on an empty window only', () => {
    const ledger = new Ledger()
    expect(ledger.waitMs(LIMIT * 3, LIMIT, 0)).toBe(0)
    ledger.reserve(1, 0)
    const waitMs = ledger.waitMs(LIMIT * 3, LIMIT, 10)
    expect(waitMs).toBeGreaterThan(MINUTE - 10)
    expect(ledger.waitMs(LIMIT * 3, LIMIT, 10 + waitMs)).toBe(0)
  })

  it('has room for exactly the rest', () => {
    const ledger = new Ledger()
    ledger.reserve(60, 0)
    expect(ledger.waitMs(40, LIMIT, 0)).toBe(0)
    expect(ledger.waitMs(41, LIMIT, 0)).toBeGreaterThan(0)
  })
})
