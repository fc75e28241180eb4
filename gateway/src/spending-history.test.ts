import { describe, expect, it } from 'vitest'
import type { Budget } from '#domain/budget'
import { BudgetLedger } from '#domain/budget-ledger'
import { configuration, virtualKey } from '#simulator/sample'
import { VirtualClock } from '#simulator/virtual-clock'
import type { SpendingQuestion } from '#store/sum-spending'
import { SpendingHistory } from './spending-history.ts'

const budget = (kind: 'key' | 'organisation', per: Budget['per']): Budget => ({
  id: `${kind} ${per}`,
  organisation: 'default',
  owner: { kind, name: kind === 'key' ? 'app' : 'default' },
  usd: 100,
  per,
  atLimit: 'block',
})

function configured(ofKey: Budget | null, ofOrganisation: Budget | null = null) {
  const base = configuration([])
  const key = virtualKey({ limits: { ...virtualKey().limits, budget: ofKey } })
  return {
    ...base,
    organisation: { ...base.organisation, budget: ofOrganisation },
    keys: new Map([['x', key]]),
  }
}

/** A virtual clock begins on 15 January 2027, 08:00 UTC, a Friday. */
function history(answer: (questions: readonly SpendingQuestion[]) => Promise<readonly number[]>) {
  const clock = new VirtualClock()
  const ledger = new BudgetLedger({ clock, onEvent: () => undefined })
  const asked: (readonly SpendingQuestion[])[] = []
  const unknown: string[][] = []
  const past = new SpendingHistory({
    clock,
    ledger,
    sums: (questions) => {
      asked.push(questions)
      return answer(questions)
    },
    onUnknown: (budgets) => unknown.push([...budgets]),
  })
  return { clock, ledger, past, asked, unknown }
}

const OF_KEY = budget('key', 'day')

describe('what was spent before', () => {
  it('is asked for by owner and period, and counts', async () => {
    const { clock, ledger, past, asked } = history(() => Promise.resolve([60, 90]))
    const ofAll = budget('organisation', 'week')
    await clock.until(past.bringIn(configured(OF_KEY, ofAll)))
    expect(asked).toEqual([
      [
        { organisation: 'default', key: null, sinceMs: Date.UTC(2027, 0, 11) },
        { organisation: 'default', key: 'app', sinceMs: Date.UTC(2027, 0, 15) },
      ],
    ])
    expect([ledger.standing(ofAll).spentUsd, ledger.standing(OF_KEY).spentUsd]).toEqual([60, 90])
    expect(clock.pending).toBe(0)
  })

  it('is asked for once per budget, and not at all without one', async () => {
    const { clock, past, asked } = history((questions) => Promise.resolve(questions.map(() => 1)))
    expect(past.misses(configured(null))).toBe(false)
    await clock.until(past.bringIn(configured(null)))
    expect(asked).toEqual([])
    const inForce = configured(OF_KEY)
    expect(past.misses(inForce)).toBe(true)
    await clock.until(past.bringIn(inForce))
    expect(past.misses(configured({ ...OF_KEY, usd: 5 }))).toBe(false)
    await clock.until(past.bringIn(configured(OF_KEY, budget('organisation', 'day'))))
    expect(asked.map((questions) => questions.length)).toEqual([1, 1])
  })

  it('is asked for again while the store cannot be read, without counting anything twice', async () => {
    let ready = false
    const { clock, ledger, past, unknown } = history(() =>
      ready ? Promise.resolve([70]) : Promise.reject(new Error('locked')),
    )
    await clock.until(past.bringIn(configured(OF_KEY)))
    expect(unknown).toEqual([['key day']])
    const hold = ledger.reserve({ budgets: [OF_KEY], usd: 10, cheaper: false })
    if (hold.kind === 'held') ledger.settle(hold, 10)
    ready = true
    await clock.advance(2_000)
    // Of the 70 that the store knows of, 10 are those of this process.
    expect(ledger.standing(OF_KEY).spentUsd).toBe(70)
    expect([clock.pending, unknown.length]).toEqual([0, 1])
  })

  it('is there at once when the store is a moment late', async () => {
    let times = 0
    const { clock, ledger, past, unknown } = history(() =>
      ++times < 3 ? Promise.reject(new Error('there is no store')) : Promise.resolve([70]),
    )
    await clock.until(past.bringIn(configured(OF_KEY)))
    expect([ledger.standing(OF_KEY).spentUsd, clock.now(), unknown.length]).toEqual([70, 200, 0])
  })

  it('is not waited for longer than five seconds', async () => {
    const { clock, past, unknown } = history(() => new Promise(() => undefined))
    await clock.until(past.bringIn(configured(OF_KEY)))
    expect([clock.now(), unknown.length]).toEqual([5_000, 1])
    past.close()
    expect(clock.pending).toBe(0)
  })
})
