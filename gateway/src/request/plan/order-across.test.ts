import { describe, expect, it } from 'vitest'
import type { Deployment } from '#domain/deployment'
import type { StrategyId } from '#domain/strategy'
import { deployment, model } from '#simulator/sample'
import type { OrderGiven } from '#simulator/sample-order'
import { contextOf, firsts, labelsOf, many, stepsOf } from '#simulator/sample-order'
import { candidatesOf } from './candidate.ts'
import { orderCandidates } from './order-candidates.ts'
import { SmoothRotation } from './rotation.ts'

describe('what is preferred', () => {
  const near = (one: Deployment): number => (one.region === 'eu' ? 0 : 1)
  const places = [
    deployment('us1', { region: 'us' }),
    deployment('eu1', { region: 'eu' }),
    deployment('us2', { region: 'us' }),
    deployment('eu2', { region: 'eu' }),
  ]
  const world = [model('m', places)]

  it('comes first; within it the strategy decides and takes its turns', () => {
    const rotation = new SmoothRotation()
    const given = { preference: near, rotation }
    expect(labelsOf(world, given)).toBe('eu1 eu2 us1 us2')
    expect(labelsOf(world, given)).toBe('eu2 eu1 us1 us2')
    expect(firsts(10, world, given)).toEqual({ eu1: 5, eu2: 5 })
  })

  it('comes after what is less preferred and healthy once it is ill', () => {
    expect(labelsOf(world, { preference: near, ill: { eu1: 'server_error', eu2: 'timeout' } })).toBe(
      'us1 us2 eu1 eu2',
    )
    expect(labelsOf(world, { preference: near, ill: { eu1: 'server_error' } })).toBe('eu2 us1 us2 eu1')
  })
})

describe('who served the session before', () => {
  const world = [model('m', many('a b c')), model('n', many('d'))]

  it('is first, and takes no turn from the others', () => {
    const rotation = new SmoothRotation()
    expect(labelsOf(world, { rotation })).toBe('a b c d')
    for (let turn = 0; turn < 5; turn++) expect(labelsOf(world, { rotation, pinned: 'c' })).toMatch(/^c /u)
    expect(labelsOf(world, { rotation })).toMatch(/^b /u)
    expect(labelsOf(world, { rotation })).toMatch(/^c /u)
  })

  it('is nobody special once it is ill, gone, or not preferred', () => {
    expect(labelsOf(world, { pinned: 'c', ill: { c: 'server_error' } })).toBe('a b d c')
    expect(labelsOf(world, { pinned: 'gone' })).toBe('a b c d')
    const preference = ({ label }: Deployment): number => (label === 'b' ? 0 : 1)
    expect(labelsOf(world, { pinned: 'c', preference })).toBe('b a c d')
  })

  it('does not go before the model that was asked for', () => {
    expect(labelsOf(world, { pinned: 'd' })).toBe('a b c d')
  })

  it('brings its candidate to the front where the strategy spreads, not where somebody wrote the order', () => {
    const candidates = world.flatMap((one) => candidatesOf(one, null))
    const names = (strategy: StrategyId, given: OrderGiven): string =>
      orderCandidates(candidates, strategy, contextOf(given))
        .map(({ id }) => id)
        .join(' ')
    const rotation = new SmoothRotation()
    expect(names('round_robin', { rotation, pinned: 'd' })).toBe('n m')
    expect(names('round_robin', { rotation, pinned: 'd' })).toBe('n m')
    expect(names('round_robin', { rotation })).toBe('m n')
    expect(names('round_robin', { pinned: 'd', ill: { d: 'timeout' } })).toBe('m n')
    expect(names('failover', { pinned: 'd' })).toBe('m n')
  })
})

describe('candidates side by side', () => {
  const step = (name: string, region: string) => model(name, [deployment(name, { region })])
  const candidates = [step('us', 'us'), step('eu', 'eu'), step('eu2', 'eu')].flatMap((one) =>
    candidatesOf(one, null),
  )
  const preference = ({ region }: Deployment): number => (region === 'eu' ? 0 : 1)
  const names = (strategy: StrategyId, given: OrderGiven = {}): string =>
    orderCandidates(candidates, strategy, contextOf({ preference, ...given }))
      .map(({ id }) => id)
      .join(' ')

  it('stand by what is preferred, then by the strategy', () => {
    expect(names('failover')).toBe('eu eu2 us')
    const rotation = new SmoothRotation()
    expect(names('round_robin', { rotation })).toBe('eu eu2 us')
    expect(names('round_robin', { rotation })).toBe('eu2 eu us')
  })

  it('spread by what their deployments can carry together', () => {
    const heavy = model('heavy', many('h1 h2', { tokensPerMinute: 300 }))
    const light = model('light', many('l1', { weight: 200 }))
    const both = [heavy, light].flatMap((one) => candidatesOf(one, null))
    const context = contextOf()
    const turns = Array.from({ length: 4 }, () => orderCandidates(both, 'weighted', context)[0]?.id)
    expect(turns.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      'heavy',
      'heavy',
      'heavy',
      'light',
    ])
  })
})

describe('all deployments in one order', () => {
  const across = { policy: { partition: 'none' } } as const
  const m = model('m', [
    deployment('m1', { priority: 1 }),
    deployment('m3', { priority: 3 }),
    deployment('m9', { priority: 9 }),
  ])
  const n = model('n', [deployment('n2', { priority: 2 }), deployment('n4', { priority: 4 })])

  it('goes by priority over the models, and by list where there is none', () => {
    expect(labelsOf([m, n], across)).toBe('m1 n2 m3 n4 m9')
    expect(labelsOf([model('a', many('a1 a2')), model('b', many('b1'))], across)).toBe('a1 a2 b1')
  })

  it('goes by the strategy over the models', () => {
    const policy = { partition: 'none', strategy: 'round_robin' } as const
    expect(firsts(10, [m, n], { policy })).toEqual({ m1: 2, m3: 2, m9: 2, n2: 2, n4: 2 })
    expect(firsts(10, [m, n], { ...across, strategy: 'round_robin' })).toMatchObject({ n4: 2 })
    const a = model('a', many('a1', { weight: 1 }))
    const b = model('b', many('b1', { weight: 4 }))
    expect(firsts(10, [a, b], { policy: { ...policy, strategy: 'weighted' } })).toEqual({ a1: 2, b1: 8 })
  })

  it('tells each step which model it is of', () => {
    const { steps } = stepsOf([m, n], across)
    expect(steps.map(({ candidate, model: { name } }) => `${candidate}${name}`)).toEqual([
      '0m',
      '1n',
      '0m',
      '1n',
      '0m',
    ])
  })

  it('has what is demoted at the end where the class moves on, else in the turns of its own model', () => {
    expect(labelsOf([m, n], { ...across, ill: { m1: 'server_error' } })).toBe('n2 m3 n4 m9 m1')
    expect(labelsOf([m, n], { ...across, ill: { m1: 'auth' } })).toBe('m3 n2 m9 n4 m1')
    expect(labelsOf([m, n], { ...across, ill: { m1: 'auth', m3: 'auth', m9: 'auth' } })).toBe(
      'm1 n2 m3 n4 m9',
    )
  })

  it('has a deployment that stands in two of them once', () => {
    const twice = [model('m', many('x y')), model('n', many('y z'))]
    expect(labelsOf(twice, across)).toBe('x y z')
  })

  it('begins with who served the session, and what is preferred', () => {
    const policy = { partition: 'none', strategy: 'round_robin' } as const
    expect(labelsOf([m, n], { policy, pinned: 'n4' })).toMatch(/^n4 /u)
    const preference = ({ label }: Deployment): number => (label === 'n2' ? 0 : 1)
    expect(labelsOf([m, n], { policy, preference, pinned: 'n4' })).toMatch(/^n2 /u)
  })
})
