import { describe, expect, it } from 'vitest'
import type { Demotion } from '#domain/health'
import type { StrategyId } from '#domain/strategy'
import { NO_TRIGGERS, TRIGGER_SETS } from '#domain/trigger-set'
import { deployment, model, RETRY, TIMEOUTS } from '#simulator/sample'
import { sampleHealth } from '#simulator/sample-health'
import { contextOf, firsts, labelsOf, many, stepsOf } from '#simulator/sample-order'
import { POLICY } from '#simulator/sample-plan'
import type { Candidate } from './candidate.ts'
import { candidatesOf } from './candidate.ts'
import { orderSteps } from './order.ts'
import { orderCandidates } from './order-candidates.ts'
import { SmoothRotation } from './rotation.ts'

describe('the deployments of a model', () => {
  it('stand by priority as soon as one has one', () => {
    const places = [deployment('a'), deployment('b', { priority: 2 }), deployment('c', { priority: 1 })]
    for (let turn = 0; turn < 3; turn++) expect(labelsOf([model('m', places)])).toBe('c b a')
  })

  it.each([
    [[100_000, 200_000, 700_000], { a: 1, b: 2, c: 7 }],
    [[null, 200_000, 700_000], { a: 4, b: 3, c: 3 }],
  ])('with limits of %j tokens a minute share ten requests as %j', (limits, expected) => {
    const places = limits.map((tokensPerMinute, index) => deployment('abc'[index] ?? '', { tokensPerMinute }))
    expect(firsts(10, [model('m', places)])).toEqual(expected)
  })

  it('share by weights where they are given, not by limits', () => {
    const places = [
      deployment('a', { weight: 3, tokensPerMinute: 1 }),
      deployment('b', { weight: 1, tokensPerMinute: 1_000_000 }),
    ]
    expect(firsts(8, [model('m', places)])).toEqual({ a: 6, b: 2 })
  })

  it('without weight, limit or priority take turns', () => {
    expect(firsts(9, [model('m', many('a b c'))])).toEqual({ a: 3, b: 3, c: 3 })
  })

  it('with a missing weight count as the mean of the others where the model says weighted', () => {
    const places = [
      deployment('a', { tokensPerMinute: 2 }),
      deployment('b', { tokensPerMinute: 4 }),
      deployment('c'),
    ]
    const weighted = model('m', places, { strategy: 'weighted' })
    expect(firsts(9, [weighted])).toEqual({ a: 2, b: 4, c: 3 })
  })

  it('stand as the model’s strategy says, and as the request’s says before that', () => {
    const places = [deployment('a', { priority: 2 }), deployment('b', { priority: 1 })]
    const rotating = model('m', places, { strategy: 'round_robin' })
    expect(firsts(4, [rotating])).toEqual({ a: 2, b: 2 })
    expect(firsts(4, [model('m', places)], { strategy: 'balanced' })).toEqual({ a: 2, b: 2 })
    expect(firsts(4, [rotating], { strategy: 'failover' })).toEqual({ b: 4 })
  })

  it('take exact turns among the healthy ones, and none goes to a neighbor of the one that is down', () => {
    const places = [1, 2, 7].map((weight, index) => deployment('abc'[index] ?? '', { weight }))
    expect(firsts(30, [model('m', places)], { ill: { c: 'timeout' } })).toEqual({ a: 10, b: 20 })
  })

  it('share exactly even where the same model stands second in other requests', () => {
    const rotation = new SmoothRotation()
    const [first, second] = [model('first', many('f')), model('second', many('a b'))]
    const counts: Record<string, number> = {}
    for (let turn = 0; turn < 10; turn++) {
      stepsOf([first, second], { rotation })
      for (const [label, times] of Object.entries(firsts(1, [second], { rotation }))) {
        counts[label] = (counts[label] ?? 0) + times
      }
    }
    expect(counts).toEqual({ a: 5, b: 5 })
  })

  it('all of one model come before those of the next', () => {
    expect(labelsOf([model('m', many('m1 m2')), model('n', many('n1 n2'))])).toBe('m1 m2 n1 n2')
  })
})

describe('a demoted deployment', () => {
  const world = [model('m', many('m1 m2')), model('n', many('n1')), model('o', many('o1'))]

  it.each([
    ['server_error', TRIGGER_SETS.standard, 'm2 n1 o1 m1'],
    ['auth', TRIGGER_SETS.standard, 'm2 m1 n1 o1'],
    ['auth', TRIGGER_SETS.deployment, 'm2 n1 o1 m1'],
    ['server_error', NO_TRIGGERS, 'm2 m1 n1 o1'],
    ['timeout', TRIGGER_SETS.rate_limit, 'm2 m1 n1 o1'],
    ['rate_limit', TRIGGER_SETS.rate_limit, 'm2 n1 o1 m1'],
  ] as const)('by %s goes past its model only where a trigger names that', (cause, triggers, expected) => {
    expect(labelsOf(world, { ill: { m1: cause }, policy: { triggers } })).toBe(expected)
  })

  it('goes past its model by the status of the failure too', () => {
    const policy = { triggers: TRIGGER_SETS.rate_limit }
    expect(labelsOf(world, { ill: { m1: ['quota_exhausted', 429] }, policy })).toBe('m2 n1 o1 m1')
    expect(labelsOf(world, { ill: { m1: ['quota_exhausted', 402] }, policy })).toBe('m2 m1 n1 o1')
  })

  it('stays inside its model where no move is wanted', () => {
    expect(labelsOf(world, { ill: { m1: 'server_error' }, policy: { maxMoves: 0 } })).toBe('m2 m1 n1 o1')
  })

  it('keeps its place among the demoted, and is told in the record', () => {
    const { steps, putLast, allDemoted } = stepsOf(world, { ill: { n1: 'network', m1: 'timeout' } })
    expect(steps.map(({ deployment: { label } }) => label)).toEqual(['m2', 'o1', 'm1', 'n1'])
    expect(putLast).toEqual([
      { deployment: 'm1', reason: 'put last: open after timeout' },
      { deployment: 'n1', reason: 'put last: open after network' },
    ])
    expect(allDemoted).toBe(false)
  })

  it('comes before those that are worse off: one that will soon take requests before one that fails', () => {
    const demotions: Readonly<Record<string, Demotion>> = {
      open: { state: 'open', class: 'network', retryInMs: 1 },
      benched: { state: 'benched', class: 'auth', retryInMs: 1 },
      long: { state: 'cooling', class: 'rate_limit', retryInMs: 60_000 },
      soon: { state: 'cooling', class: 'rate_limit', retryInMs: 2_000 },
      slow: { state: 'slow', class: 'latency', retryInMs: 0 },
    }
    const health = sampleHealth({ demotion: ({ label }) => demotions[label] ?? null })
    const models = ['open', 'benched', 'long', 'soon', 'slow'].map((name) => model(name, many(name)))
    const candidates = models.flatMap((one) => candidatesOf(one, null))
    const context = { ...contextOf(), health }
    const policy = { ...POLICY, triggers: TRIGGER_SETS.any }
    const { steps } = orderSteps(candidates, policy, context)
    expect(steps.map(({ deployment: { label } }) => label)).toEqual([
      'slow',
      'soon',
      'open',
      'long',
      'benched',
    ])
  })

  it('is still there when every one is demoted', () => {
    const ill = { m1: 'network', m2: 'auth', n1: 'network', o1: 'auth' } as const
    const { steps, allDemoted } = stepsOf(world, { ill })
    expect(steps).toHaveLength(4)
    expect(allDemoted).toBe(true)
  })
})

describe('the candidates of a list', () => {
  const context = contextOf()
  const step = (name: string, place: string, priority: number | null = null): Candidate => ({
    id: `chain#${place}`,
    model: model(name, many(place)),
    deployments: many(place),
    priority,
    chain: null,
    allow: null,
    unfit: null,
    strategy: null,
  })
  const order = (candidates: readonly Candidate[], strategy: StrategyId): string =>
    orderCandidates(candidates, strategy, context)
      .map(({ id }) => id)
      .join(' ')

  it('stand by priority', () => {
    const list = [step('a', 'a', 3), step('b', 'b', 1), step('c', 'c')]
    expect(order(list, 'failover')).toBe('chain#b chain#a chain#c')
  })

  it('are all kept, however many there are', () => {
    const list = Array.from({ length: 50 }, (_, index) => step('m', `s${index}`, index === 49 ? 1 : null))
    const all = order(list, 'failover').split(' ')
    expect(all).toHaveLength(50)
    expect(all.slice(0, 2)).toEqual(['chain#s49', 'chain#s0'])
  })

  it('take turns even where they are the same model at several providers', () => {
    const list = [step('same', 'x'), step('same', 'y')]
    const turns = Array.from({ length: 4 }, () => order(list, 'round_robin').split(' ')[0])
    expect(turns).toEqual(['chain#x', 'chain#y', 'chain#x', 'chain#y'])
  })
})

describe('a step', () => {
  it('has the retry and limits of its model and deployment, or those of the chain it came by', () => {
    const own = model('m', many('m1', { timeouts: { ...TIMEOUTS, idleMs: 1 } }), {
      retry: { ...RETRY, maxAttempts: 2 },
    })
    const chain = { retry: { ...RETRY, maxAttempts: 4 }, timeouts: { connectMs: 9 } }
    const [base] = candidatesOf(own, null)
    if (base === undefined) throw new Error('a model is a candidate')
    const context = contextOf()
    const [plain] = orderSteps([base], POLICY, context).steps
    expect(plain).toMatchObject({
      candidate: 0,
      retry: { maxAttempts: 2 },
      timeouts: { idleMs: 1, connectMs: 5000 },
    })
    const [chained] = orderSteps([{ ...base, chain }], POLICY, context).steps
    expect(chained).toMatchObject({ retry: { maxAttempts: 4 }, timeouts: { idleMs: 1, connectMs: 9 } })
    const [limits] = orderSteps([{ ...base, chain: { ...chain, retry: null } }], POLICY, context).steps
    expect(limits).toMatchObject({ retry: { maxAttempts: 2 }, timeouts: { connectMs: 9 } })
  })
})
