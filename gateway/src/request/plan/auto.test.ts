import { describe, expect, it } from 'vitest'
import type { Configuration } from '#domain/configuration'
import type { Model } from '#domain/model'
import type { AutoRouting } from '#domain/selection'
import { admitted, chainOf, configuration, deployment, model, virtualKey } from '#simulator/sample'
import { chooseAuto } from './auto.ts'

const costing = (name: string, output: number | null, more: Partial<Model> = {}): Model => {
  const price = output === null ? null : { input: 1, output, cachedInput: null }
  return model(name, [deployment(`${name}/p`, { price })], more)
}
const cheap = costing('cheap', 1)
const dear = costing('dear', 9)
const config = configuration(
  [cheap, dear, costing('local', null), costing('vectors', 2, { type: 'embeddings' })],
  {
    chains: new Map([['safe', chainOf('safe', [dear, cheap])]]),
  },
)

function choose(
  auto: AutoRouting | null,
  grants: readonly string[] = ['*'],
  more: Partial<Configuration> = {},
) {
  const who = admitted('auto', { controls: { auto }, key: virtualKey({ models: grants }) })
  const choice = chooseAuto(who, { ...config, ...more })
  return { ...choice, names: choice.chain.steps.map(({ model: { name } }) => name) }
}

describe('the model "auto"', () => {
  it('chooses among all models of the type that the key may use', () => {
    expect(choose(null)).toMatchObject({ names: ['cheap', 'dear', 'local'], named: false, skipped: [] })
    expect(choose(null, ['dear']).names).toEqual(['dear'])
    expect(choose(null, []).names).toEqual([])
  })

  it('chooses among what the request names, and says what of it is not to be had', () => {
    const models = ['dear', 'nobody', 'vectors', 'cheap']
    const { names, named, skipped } = choose({ models, preference: 'cost' }, ['dear', 'vectors'])
    expect(names).toEqual(['dear'])
    expect(named).toBe(true)
    expect(skipped).toEqual([
      { deployment: 'nobody', reason: 'no model or chain has this name' },
      { deployment: 'vectors', reason: 'is of type embeddings' },
      { deployment: 'cheap', reason: 'not granted to this key' },
    ])
  })

  it.each([
    ['balanced', 'adaptive'],
    ['speed', 'latency'],
    ['cost', 'cost'],
    ['quality', 'failover'],
  ] as const)('orders for %s by the strategy %s', (preference, strategy) => {
    expect(choose({ models: null, preference }).chain.strategy).toBe(strategy)
  })

  it('takes for the best what costs most, and for the worst what has no price', () => {
    expect(choose({ models: ['local', 'cheap', 'dear'], preference: 'quality' }).names).toEqual([
      'dear',
      'cheap',
      'local',
    ])
  })

  it('takes a chain for its steps', () => {
    expect(choose({ models: ['local', 'safe'], preference: 'speed' }).names).toEqual([
      'local',
      'dear',
      'cheap',
    ])
  })

  it('does not look at the request where the organisation forbids that', () => {
    const organisation = { ...config.organisation, allowRequestOverride: false }
    const { names, named } = choose({ models: ['cheap'], preference: 'cost' }, ['*'], { organisation })
    expect(names).toEqual(['cheap', 'dear', 'local'])
    expect(named).toBe(false)
  })
})
