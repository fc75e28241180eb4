import { describe, expect, it } from 'vitest'
import type { Budget } from '#domain/budget'
import { BudgetLedger } from '#domain/budget-ledger'
import type { HealthView } from '#domain/health'
import type { CostCondition, Model } from '#domain/model'
import { NO_CONDITIONS } from '#domain/model'
import type { Plan } from '#domain/request'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { admitted, configuration, deployment, model, virtualKey } from '#simulator/sample'
import { VirtualClock } from '#simulator/virtual-clock'
import { plan } from './plan.ts'
import { SmoothRotation } from './rotation.ts'

/** The request of these tests is expected to have a hundred tokens of output. */
const TOKENS = 100
const costing = (usd: number) => ({
  price: { input: 0, output: (usd / TOKENS) * 1e6, cachedInput: null },
})
const priced = (name: string, usd: number | null, more: Partial<Model> = {}): Model =>
  model(name, [deployment(`${name}1`, usd === null ? {} : costing(usd))], more)

const DEAR = priced('dear', 1)
const MIDDLE = priced('middle', 0.5)
const CHEAP = priced('cheap', 0.1)
const UNKNOWN = priced('unknown', null)

interface Given {
  /** The first one is asked for, the others are its fallbacks. */
  readonly models: readonly Model[]
  readonly limit?: Partial<Budget>
  readonly organisation?: Partial<Budget>
  readonly spent?: number
  readonly cost?: CostCondition
  readonly further?: readonly Model[]
  readonly grants?: readonly string[]
  readonly request?: Parameters<typeof admitted>[1]
  readonly full?: readonly string[]
}

const budgetOf = (kind: Budget['owner']['kind'], more: Partial<Budget>): Budget => ({
  id: kind,
  organisation: 'default',
  owner: { kind, name: kind },
  usd: 10,
  per: 'month',
  atLimit: 'block',
  ...more,
})

function run({ models, limit, organisation, spent = 0, cost, further = [], full = [], ...given }: Given) {
  const [asked, ...fallbacks] = models
  const own = limit === undefined ? null : budgetOf('key', limit)
  const common = organisation === undefined ? null : budgetOf('organisation', organisation)
  const base = configuration([...models, ...further])
  const config = {
    ...base,
    organisation: { ...base.organisation, budget: common },
    fallback: {
      ...base.fallback,
      list: fallbacks.map(({ name }) => name),
      conditions: { ...NO_CONDITIONS, set: TRIGGER_SETS.standard, cost: cost ?? null },
    },
  }
  const clock = new VirtualClock()
  const budgets = new BudgetLedger({ clock, onEvent: () => undefined })
  for (const budget of [own, common]) {
    if (budget !== null) budgets.bringIn(budget, { usd: spent, periodMs: Date.UTC(2027, 0, 1) })
  }
  const health: HealthView = {
    demotion: () => null,
    drained: () => null,
    waitMs: ({ label }) => (full.includes(label) ? 1_000 : 0),
    inputFactor: () => 1,
    expectedOutput: () => TOKENS,
    measured: () => null,
    warmFor: () => null,
  }
  const limits = { ...virtualKey().limits, budget: own }
  const key = virtualKey({ limits, models: given.grants ?? ['*'] })
  const who = admitted(asked?.name ?? '', { ...given.request, key })
  return plan(who, {
    configuration: config,
    health,
    rotation: new SmoothRotation(),
    random: () => 0,
    now: 0,
    budgets,
  })
}

function planned(given: Given): Plan {
  const result = run(given)
  if (result.kind === 'refused') throw new Error(result.message)
  return result
}
const order = (given: Given): string =>
  planned(given)
    .steps.map(({ model: { name } }) => name)
    .join(' ')

describe('a budget that blocks', () => {
  it('refuses what does not fit, says which budget it is and when it renews', () => {
    expect(run({ models: [DEAR, CHEAP], limit: {}, spent: 9.5 })).toMatchObject({
      kind: 'refused',
      code: 'budget_exhausted',
      message:
        'The monthly budget of the API key "key", 10 USD, has no room for this request; it renews at 2027-02-01 00:00 UTC.',
      retryAfterMs: Date.UTC(2027, 1, 1) - 1_800_000_000_000,
    })
    expect(order({ models: [DEAR, CHEAP], limit: {}, spent: 9 })).toBe('dear cheap')
  })

  it('keeps fallbacks out that do not fit, with the reason', () => {
    const made = planned({ models: [CHEAP, DEAR], limit: {}, spent: 9.5 })
    expect(made.steps.map(({ model: { name } }) => name)).toEqual(['cheap'])
    expect(made.skipped).toMatchObject([
      { deployment: 'dear1', reason: 'no room in the monthly budget of the API key "key"' },
    ])
  })

  it('lets pass what costs nothing, or has no known price', () => {
    const free = priced('free', 0)
    expect(order({ models: [free], limit: { usd: 0 } })).toBe('free')
    expect(order({ models: [UNKNOWN], limit: {}, spent: 20 })).toBe('unknown')
  })

  it('uses the deployment of the same model that still fits', () => {
    const both = model('both', [deployment('dear1', costing(1)), deployment('cheap1', costing(0.1))])
    expect(planned({ models: [both], limit: {}, spent: 9.5 }).steps[0]?.deployment.label).toBe('cheap1')
  })

  it('holds for the organisation as for the key', () => {
    expect(run({ models: [CHEAP], organisation: { usd: 1 }, limit: { usd: 100 }, spent: 1 })).toMatchObject({
      code: 'budget_exhausted',
      message: expect.stringContaining('the organisation'),
    })
  })

  it('comes after a limit that passes by itself, and before what is unable or off', () => {
    const off = model('off', [deployment('off', { enabled: false })])
    const soft = { atLimit: 'switch' as const }
    const none = { models: [DEAR, off], limit: soft, spent: 10 }
    expect(run(none)).toMatchObject({ code: 'budget_exhausted' })
    const limited = model('limited', [deployment('limited1', { ...costing(0.1), requestsPerMinute: 1 })])
    expect(run({ ...none, models: [DEAR, limited], full: ['limited1'] })).toMatchObject({
      code: 'no_capacity',
      retryAfterMs: 1_000,
    })
  })
})

describe('a budget that switches', () => {
  const limit = { atLimit: 'switch' } as const

  it('goes on past its limit with what is cheaper than what was asked for, the cheapest first', () => {
    const made = planned({ models: [MIDDLE, DEAR, CHEAP, UNKNOWN], limit, spent: 12 })
    expect(made.steps.map(({ model: { name } }) => name)).toEqual(['cheap', 'unknown'])
    expect(made.passedOver).toBe('budget')
    expect(made.skipped.at(-1)).toEqual({
      deployment: 'middle',
      reason: 'put after cheaper ones: no room in the monthly budget of the API key "key"',
    })
  })

  it('changes nothing while what was asked for fits', () => {
    expect(order({ models: [DEAR, CHEAP], limit, spent: 9 })).toBe('dear cheap')
  })

  it('refuses where nothing is cheaper', () => {
    expect(run({ models: [CHEAP, DEAR], limit, spent: 10 })).toMatchObject({ code: 'budget_exhausted' })
  })

  it('keeps to the requested model where a request allows no other', () => {
    const request = { controls: { noFallback: true } }
    expect(run({ models: [DEAR, CHEAP], limit, spent: 10, request })).toMatchObject({
      code: 'budget_exhausted',
    })
  })

  it('blocks where the request asks for that; and a request cannot make one switch that blocks', () => {
    const block = { controls: { onBudget: 'block' } } as const
    expect(run({ models: [DEAR, CHEAP], limit, spent: 10, request: block }).kind).toBe('refused')
    const soft = { controls: { onBudget: 'switch' } } as const
    expect(run({ models: [DEAR, CHEAP], limit: {}, spent: 10, request: soft }).kind).toBe('refused')
  })

  it('does not open one of the organisation that blocks', () => {
    const organisation = { usd: 11 }
    expect(order({ models: [DEAR, CHEAP], limit, organisation, spent: 10 })).toBe('cheap')
    expect(run({ models: [DEAR, CHEAP], limit, organisation, spent: 10.1 }).kind).toBe('refused')
  })
})

describe('a cost trigger', () => {
  const cost = { threshold: 0.8, to: null }

  it('asks the cheapest first once so much of a budget is used, and says so', () => {
    const made = planned({ models: [DEAR, MIDDLE, CHEAP], limit: {}, spent: 8, cost })
    expect(made.steps.map(({ model: { name } }) => name)).toEqual(['cheap', 'middle', 'dear'])
    expect(made).toMatchObject({ passedOver: 'cost', policy: { maxMoves: 2 } })
    expect(made.skipped).toEqual([
      {
        deployment: 'dear',
        reason: 'put after cheaper ones: 80 % of the monthly budget of the API key "key" is used',
      },
    ])
  })

  it('does nothing before, and nothing without a budget', () => {
    expect(order({ models: [DEAR, CHEAP], limit: {}, spent: 7.99, cost })).toBe('dear cheap')
    expect(order({ models: [DEAR, CHEAP], cost })).toBe('dear cheap')
    const quiet = planned({ models: [CHEAP, DEAR], limit: {}, spent: 9, cost })
    expect([quiet.passedOver, quiet.skipped]).toEqual([null, []])
  })

  it('acts on the budget that is used most', () => {
    const given = { models: [DEAR, CHEAP], limit: { usd: 1_000 }, spent: 9, cost }
    expect(order(given)).toBe('dear cheap')
    expect(order({ ...given, organisation: {} })).toBe('cheap dear')
  })

  it('puts those without a known price after those that have one', () => {
    expect(order({ models: [UNKNOWN, DEAR], limit: {}, spent: 9, cost })).toBe('dear unknown')
  })

  it('asks the model that it names first, in the list or not, and then the cheapest', () => {
    const named = { threshold: 0.8, to: 'middle' }
    const given = { limit: {}, spent: 9, cost: named }
    expect(order({ ...given, models: [DEAR, CHEAP, MIDDLE] })).toBe('middle cheap dear')
    const outside = planned({ ...given, models: [DEAR, CHEAP], further: [MIDDLE] })
    expect(outside.steps.map(({ model: { name } }) => name)).toEqual(['middle', 'cheap', 'dear'])
    expect(outside.policy.maxMoves).toBe(2)
    expect(order({ ...given, spent: 1, models: [DEAR, CHEAP], further: [MIDDLE] })).toBe('dear cheap')
  })

  it('asks the cheapest where the key may not use the model that it names', () => {
    const made = planned({
      models: [DEAR, CHEAP],
      limit: {},
      spent: 9,
      cost: { threshold: 0.8, to: 'middle' },
      further: [MIDDLE],
      grants: ['dear', 'cheap'],
    })
    expect(made.steps[0]?.model.name).toBe('cheap')
    expect(made.skipped).toContainEqual({ deployment: 'middle', reason: 'not granted to this key' })
  })

  it('rests where no other model may be asked', () => {
    const request = { controls: { noFallback: true } }
    expect(order({ models: [DEAR, CHEAP], limit: {}, spent: 9, cost, request })).toBe('dear')
  })
})

describe('without a budget', () => {
  it('a plan holds nothing about money', () => {
    expect(planned({ models: [DEAR, CHEAP] })).toMatchObject({ spending: null, passedOver: null })
  })
})
