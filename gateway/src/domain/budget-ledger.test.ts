import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import type { Budget, BudgetEvent, BudgetHold } from './budget.ts'
import { BudgetLedger } from './budget-ledger.ts'

const budget = (more: Partial<Budget> = {}): Budget => ({
  id: 'key app month',
  organisation: 'default',
  owner: { kind: 'key', name: 'app' },
  usd: 1,
  per: 'month',
  atLimit: 'block',
  ...more,
})

/** A virtual clock begins on 15 January 2027, 08:00 UTC, a Friday. */
function ledger() {
  const clock = new VirtualClock()
  const events: BudgetEvent[] = []
  const money = new BudgetLedger({ clock, onEvent: (event) => events.push(event) })
  const claim = (usd: number, ...budgets: readonly Budget[]) =>
    money.reserve({ budgets: budgets.length === 0 ? [budget()] : budgets, usd, cheaper: false })
  const hold = (usd: number, ...budgets: readonly Budget[]): BudgetHold => {
    const got = claim(usd, ...budgets)
    if (got.kind !== 'held') throw new Error(got.message)
    return got
  }
  const left = (of: Budget = budget()): number => {
    const { spentUsd, reservedUsd } = money.standing(of)
    return of.usd - spentUsd - reservedUsd
  }
  return { clock, money, events, claim, hold, left }
}

describe('a budget', () => {
  it('grants what fits, to the last cent, and refuses what does not', () => {
    const { claim, hold, left } = ledger()
    hold(0.7)
    expect(claim(0.31)).toMatchObject({ kind: 'over_budget' })
    hold(0.3)
    expect(left()).toBe(0)
    expect(claim(0.000001)).toMatchObject({ kind: 'over_budget' })
  })

  it('says which one it is and when it renews', () => {
    const { claim, hold } = ledger()
    hold(1)
    expect(claim(0.1)).toMatchObject({
      message:
        'The monthly budget of the API key "app", 1 USD, has no room for this request; it renews at 2027-02-01 00:00 UTC.',
      renewsInMs: Date.UTC(2027, 1, 1) - 1_800_000_000_000,
    })
  })

  it('is never overdrawn by 500 requests that come at once for the money of 100', () => {
    const { claim, money } = ledger()
    const cost = 0.012_345_6
    const own = budget({ usd: cost * 100 })
    const granted = Array.from({ length: 500 }, () => claim(cost, own)).filter(({ kind }) => kind === 'held')
    expect(granted).toHaveLength(100)
    expect(money.standing(own).reservedUsd).toBeCloseTo(own.usd, 9)
  })

  it('gets back what was not spent, and leaves nothing behind', () => {
    const { money, hold, left } = ledger()
    const holds = Array.from({ length: 10 }, () => hold(0.1))
    for (const one of holds) money.settle(one, 0)
    expect(left()).toBe(1)
    money.settle(hold(0.9), 0.25)
    expect(money.standing(budget())).toMatchObject({ spentUsd: 0.25, reservedUsd: 0 })
  })

  it('counts what an attempt really cost, more than was expected too', () => {
    const { money, claim, hold } = ledger()
    money.settle(hold(0.1), 1.5)
    expect(money.standing(budget()).spentUsd).toBe(1.5)
    expect(claim(0.01)).toMatchObject({ kind: 'over_budget' })
  })

  it('lets pass what costs nothing, however empty it is', () => {
    const { claim, hold } = ledger()
    hold(1)
    expect(claim(0)).toMatchObject({ kind: 'held' })
    expect(claim(0, budget({ id: 'none', usd: 0 }))).toMatchObject({ kind: 'held' })
  })

  it('takes from all that are in force, or from none', () => {
    const { claim, left } = ledger()
    const small = budget({ id: 'organisation', owner: { kind: 'organisation', name: 'default' }, usd: 0.5 })
    expect(claim(0.6, budget(), small)).toMatchObject({ kind: 'over_budget', budget: small })
    expect(left()).toBe(1)
    claim(0.4, budget(), small)
    expect([left(), left(small)]).toEqual([0.6, 0.5 - 0.4])
  })

  it('that switches lets pass its limit only what is cheaper than what was asked for', () => {
    const { money } = ledger()
    const soft = budget({ atLimit: 'switch' })
    const hard = budget({ id: 'hard' })
    expect(money.reserve({ budgets: [soft], usd: 1.5, cheaper: false }).kind).toBe('over_budget')
    expect(money.reserve({ budgets: [soft], usd: 1.5, cheaper: true }).kind).toBe('held')
    expect(money.reserve({ budgets: [soft, hard], usd: 1.5, cheaper: true })).toMatchObject({ budget: hard })
  })

  it('is one when its amount is changed: what was spent goes on counting', () => {
    const { hold, left } = ledger()
    hold(0.75)
    expect(left(budget({ usd: 2 }))).toBe(1.25)
  })
})

describe('a new period', () => {
  it.each([
    ['day', '2027-01-16'],
    ['week', '2027-01-18'],
    ['month', '2027-02-01'],
  ] as const)('of a %s begins on %s, with nothing spent', async (per, date) => {
    const { clock, money, hold, left } = ledger()
    const own = budget({ per })
    money.settle(hold(0.5, own), 0.5)
    await clock.advance(Date.parse(date) - clock.wallMs() - 1)
    expect(left(own)).toBe(0.5)
    await clock.advance(1)
    expect(left(own)).toBe(1)
  })

  it('is not charged for what was reserved in the one before', async () => {
    const { clock, money, hold } = ledger()
    const own = budget({ per: 'day' })
    const before = hold(0.5, own)
    await clock.advance(24 * 3_600_000)
    hold(0.2, own)
    money.settle(before, 0.4)
    expect(money.standing(own)).toMatchObject({ spentUsd: 0, reservedUsd: 0.2 })
  })
})

describe('what was spent before the gateway was started', () => {
  const periodMs = Date.UTC(2027, 0, 1)

  it('counts, on top of what has been spent since', () => {
    const { money, hold } = ledger()
    money.settle(hold(0.1), 0.1)
    money.bringIn(budget(), { usd: 0.7, periodMs })
    expect(money.standing(budget()).spentUsd).toBeCloseTo(0.8, 9)
  })

  it('does not if it was of another period', () => {
    const { money, left } = ledger()
    money.bringIn(budget(), { usd: 0.7, periodMs: Date.UTC(2026, 11, 1) })
    expect(left()).toBe(1)
  })

  it('is not told of again', () => {
    const { money, hold, events } = ledger()
    money.bringIn(budget(), { usd: 0.85, periodMs })
    money.settle(hold(0.05), 0.05)
    expect(events).toEqual([])
    money.settle(hold(0.1), 0.1)
    expect(events.map(({ share }) => share)).toEqual([1])
  })
})

describe('operators', () => {
  it('are told once when half, four fifths and all of it are spent', () => {
    const { money, hold, events } = ledger()
    for (const usd of [0.4, 0.2, 0.15, 0.1, 0.15]) money.settle(hold(usd), usd)
    expect(events.map(({ share, spentUsd }) => [share, spentUsd])).toEqual([
      [0.5, 0.6],
      [0.8, 0.85],
      [1, 1],
    ])
    expect(events[0]).toEqual({
      kind: 'budget-threshold',
      budget: 'key app',
      per: 'month',
      share: 0.5,
      spentUsd: 0.6,
      limitUsd: 1,
      atLimit: 'block',
      renews: '2027-02-01 00:00 UTC',
    })
  })

  it('are told of the limit when the first request is refused, though some money is left', () => {
    const { money, claim, hold, events } = ledger()
    money.settle(hold(0.9), 0.9)
    claim(0.2)
    claim(0.2)
    expect(events.map(({ share }) => share)).toEqual([0.5, 0.8, 1])
  })

  it('are not alarmed by one request that is larger than what is left of an ample budget', () => {
    const { money, claim, hold, events } = ledger()
    money.settle(hold(0.4), 0.4)
    expect(claim(50)).toMatchObject({ kind: 'over_budget' })
    expect(events).toEqual([])
  })

  it('are told anew in the next period', async () => {
    const { clock, money, hold, events } = ledger()
    const own = budget({ per: 'day' })
    money.settle(hold(0.6, own), 0.6)
    await clock.advance(24 * 3_600_000)
    money.settle(hold(0.6, own), 0.6)
    expect(events).toHaveLength(2)
  })
})

/** What can happen to one of a handful of attempts, in any order. */
const step = fc.oneof(
  fc.record({ kind: fc.constant('reserve' as const), usd: fc.double({ min: 0, max: 0.4, noNaN: true }) }),
  fc.record({
    kind: fc.constant('settle' as const),
    which: fc.nat(20),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('refund' as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 12 * 3_600_000 }) }),
)

describe('whatever is reserved, settled and refunded in whatever order', () => {
  it('no budget is ever overdrawn, nor is anything lost or counted twice', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (steps, usd) => {
          const { clock, money } = ledger()
          const budgets = [budget({ id: 'a', usd, per: 'day' }), budget({ id: 'b', usd: 0.8, per: 'day' })]
          let held: BudgetHold[] = []
          let spent = 0
          let day = Math.floor(clock.wallMs() / 86_400_000)
          for (const one of steps) {
            if (one.kind === 'reserve') {
              const got = money.reserve({ budgets, usd: one.usd, cheaper: false })
              if (got.kind === 'held') held.push(got)
            } else if (one.kind === 'wait') {
              await clock.advance(one.ms)
              const today = Math.floor(clock.wallMs() / 86_400_000)
              if (today !== day) [day, spent, held] = [today, 0, []]
            } else {
              const [settled] = held.splice(one.which % Math.max(1, held.length), 1)
              if (settled === undefined) continue
              const cost = one.kind === 'refund' ? 0 : settled.usd * one.share
              money.settle(settled, cost)
              spent += cost
            }
            for (const own of budgets) {
              const { spentUsd, reservedUsd } = money.standing(own)
              expect(spentUsd + reservedUsd).toBeLessThanOrEqual(own.usd + 1e-8)
              expect(reservedUsd).toBeCloseTo(
                held.reduce((sum, hold) => sum + hold.usd, 0),
                6,
              )
              expect(spentUsd).toBeCloseTo(spent, 6)
            }
          }
        },
      ),
      { numRuns: 300 },
    ))
})
