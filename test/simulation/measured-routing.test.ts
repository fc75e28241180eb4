import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import { movingOn } from '#domain/model'
import type { ModelName } from '#domain/names'
import type { StrategyId } from '#domain/strategy'
import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'
import { chainOf, configuration, deployment, model } from '#simulator/sample'
import { firstsOf, Traffic } from './traffic.ts'

const answer = (afterMs: number, lastsMs = 10) => ({ kind: 'answer', afterMs, lastsMs }) as const
const places = (labels: string, more: Partial<Deployment> = {}): Deployment[] =>
  labels.split(' ').map((label) => deployment(label, { modelName: 'm' as ModelName, ...more }))
const under = (strategy: StrategyId, deployments: readonly Deployment[]): Configuration =>
  configuration([model('m', deployments, { strategy })])

describe.each([
  ['latency', true],
  ['latency', false],
  ['throughput', true],
  ['throughput', false],
  ['adaptive', true],
] as const)('the strategy %s, streamed %s, in time', (strategy, streamed) => {
  it('finds the fastest, and finds out within a minute that another has become the fastest', async () => {
    const swapAt = 60_000
    const traffic = new Traffic({
      configuration: under(strategy, places('a b c')),
      ask: 'm',
      streamed,
      everyMs: 100,
      behave: (label, now) =>
        answer({ a: 300, b: now < swapAt ? 100 : 900, c: now < swapAt ? 900 : 50 }[label] ?? 0),
    })
    const before = await traffic.run(600)
    // Adaptive draws two of three, so that the best one comes first in two of three requests.
    const most = strategy === 'adaptive' ? 0.6 : 0.9
    expect((firstsOf(before.slice(100))['b'] ?? 0) / 500).toBeGreaterThan(most)

    await traffic.run(600)
    const after = await traffic.run(400)
    expect((firstsOf(after)['c'] ?? 0) / 400).toBeGreaterThan(most)
  })

  it('leaves nobody without a request for long', async () => {
    const traffic = new Traffic({
      configuration: under(strategy, places('a b c d')),
      ask: 'm',
      streamed,
      everyMs: 100,
      behave: (label) => answer(label === 'a' ? 50 : 500),
    })
    const { a = 0, ...others } = firstsOf(await traffic.run(2_000))
    expect(Object.keys(others)).toHaveLength(3)
    expect(Math.min(...Object.values(others))).toBeGreaterThan(15)
    expect(a).toBeGreaterThan(strategy === 'adaptive' ? 900 : 1_850)
  })
})

it('least_busy sends a slow one no more than it can finish', async () => {
  const traffic = new Traffic({
    configuration: under('least_busy', places('slow fast')),
    ask: 'm',
    everyMs: 50,
    behave: (label) => answer(label === 'slow' ? 1_000 : 100),
  })
  const { slow = 0, fast = 0 } = firstsOf(await traffic.run(1_000))
  // As many as go to the fast one while each of the slow one's is under way.
  expect(slow).toBeGreaterThan(20)
  expect(fast / slow).toBeGreaterThan(5)
})

it('a deployment that never answers is measured by the limits it passes, not taken for unmeasured', async () => {
  const [dead = deployment('x'), well = deployment('y')] = places('dead well')
  const traffic = new Traffic({
    configuration: under('latency', [dead, well]),
    ask: 'm',
    everyMs: 1_000,
    behave: (label) => (label === 'dead' ? { kind: 'hang' } : answer(2_000)),
  })
  const firsts = firstsOf(await traffic.run(600))
  expect(firsts['dead']).toBeLessThan(40)
})

describe('the latency trigger with a percentile', () => {
  const chained = (names: string, sharePercent: number): Configuration => {
    const models = names.split(' ').map((name) => model(name, [deployment(name)]))
    const set = union(TRIGGER_SETS.standard, ofClasses('latency'))
    const conditions = {
      ...movingOn(set),
      latencyPercentile: { share: sharePercent / 100, thresholdMs: 500 },
    }
    return configuration(models, { chains: new Map([['c', chainOf('c', models, { conditions })]]) })
  }
  const slowFor = (fromMs: number, untilMs: number) =>
    new Traffic({
      configuration: chained('first second', 95),
      ask: 'c',
      everyMs: 200,
      behave: (label, now) => answer(label === 'first' && now >= fromMs && now < untilMs ? 2_000 : 100),
    })

  it('puts a slow one last, probes it with one request in twenty, and takes it back when it has recovered', async () => {
    const traffic = slowFor(60_000, 300_000)
    expect(firstsOf(await traffic.run(300))).toEqual({ first: 300 })
    // Ten seconds for the percentile to tell.
    await traffic.run(100)
    const slow = await traffic.run(1_000)
    expect(firstsOf(slow)).toEqual({ second: 950, first: 50 })
    expect(slow.find(({ attempts }) => attempts[0] === 'second')?.skipped).toEqual([
      { deployment: 'first', reason: 'put last: slower than the latency trigger allows' },
    ])
    await traffic.run(100)
    // Sixteen probes in time, one every four seconds.
    await traffic.run(330)
    expect(firstsOf(await traffic.run(300))).toEqual({ first: 300 })
  })

  it('is not moved by one slow answer in a hundred', async () => {
    let n = 0
    const traffic = new Traffic({
      configuration: chained('first second', 95),
      ask: 'c',
      everyMs: 200,
      behave: () => answer(n++ % 100 === 30 ? 5_000 : 100),
    })
    expect(firstsOf(await traffic.run(600))).toEqual({ first: 600 })
  })

  it('tries the first in its place when all are slow', async () => {
    const traffic = new Traffic({
      configuration: chained('first second', 50),
      ask: 'c',
      everyMs: 200,
      behave: () => answer(2_000),
    })
    await traffic.run(200)
    const { first = 0 } = firstsOf(await traffic.run(200))
    expect(first).toBeGreaterThan(100)
  })
})
