import { describe, expect, it } from 'vitest'
import type { Conditions } from '#domain/model'
import { movingOn, NO_CONDITIONS } from '#domain/model'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { admitted, configuration, deployment, model } from '#simulator/sample'
import type { PrepareGiven } from '#simulator/sample-prepare'
import { MODELS, prepared } from '#simulator/sample-prepare'
import { prepare } from './prepare.ts'

describe('conditions with fields', () => {
  const strict: Conditions = {
    ...movingOn(TRIGGER_SETS.rate_limit),
    latencyMs: 300,
    limitShare: 0.5,
    breaker: { errorRate: 0.1 },
  }
  const expected = { latencyMs: 300, limitShare: 0.5, triggers: TRIGGER_SETS.rate_limit }

  it.each([
    ['request', { controls: { conditions: strict } }],
    ['key', { policy: { conditions: strict } }],
    ['model', { ofModel: strict }],
    ['file', { ofFile: strict }],
  ] as [string, PrepareGiven][])('are in force as a whole where they come from the %s', (source, given) => {
    const { policy, candidates } = prepared(given)
    expect(policy).toMatchObject(expected)
    expect(policy.source.triggers).toBe(source)
    const breakers = candidates.flatMap((one) => one.deployments).map(({ breaker }) => breaker)
    expect(breakers.map(({ errorRate }) => errorRate)).toEqual([0.1, 0.1, 0.1])
    expect(breakers[0]).toMatchObject({ failures: 5 })
  })

  it('of the model win over those of the file, though the list is the file’s', () => {
    const ofModel = { ...NO_CONDITIONS, latencyMs: 1 }
    const { policy } = prepared({ ofModel, ofFile: strict })
    expect(policy).toMatchObject({ latencyMs: 1, limitShare: 1 })
    expect(policy.source).toMatchObject({ candidates: 'file', triggers: 'model' })
  })

  it('keep the same deployments for the same changes to breakers', () => {
    const again = () =>
      prepared({ ofFile: strict, controls: { routing: 'balanced' } }).candidates[0]?.deployments
    expect(again()).toBe(again())
  })

  it('spread over the candidates with load', () => {
    const load = { ...NO_CONDITIONS, load: 'weighted' } as const
    expect(prepared({ ofFile: load }).policy).toMatchObject({
      strategy: 'weighted',
      source: { strategy: 'file' },
    })
    expect(prepared({ policy: {}, controls: { conditions: load } }).policy).toMatchObject({
      strategy: 'weighted',
      source: { strategy: 'request' },
    })
  })

  it('of regions: wishes come from one source, restrictions from all of them', () => {
    const regions = (prefer: string[], allow: string[] | null) => ({
      ...NO_CONDITIONS,
      regions: { prefer, allow },
    })
    expect(prepared({}).policy.regions).toBeNull()
    const both = {
      ofFile: regions(['a'], ['eu', 'us']),
      policy: { conditions: regions(['b'], ['us', 'ap']) },
    }
    expect(prepared(both).policy.regions).toEqual({ prefer: ['b'], allow: ['us'] })
    expect(prepared({ ofModel: regions([], ['eu']), policy: {} }).policy.regions).toEqual({
      prefer: [],
      allow: ['eu'],
    })
    const forbidden = {
      organisation: { allowRequestOverride: false },
      controls: { conditions: regions(['x'], ['eu']) },
    }
    expect(prepared(forbidden).policy.regions).toEqual({ prefer: [], allow: ['eu'] })
  })
})

describe('partition and affinity', () => {
  const half = { partition: 'none', affinity: 'none' } as const

  it('come from the model or chain that is asked for, else from the file', () => {
    expect(prepared({}).policy).toMatchObject({ partition: 'model', affinity: 'id' })
    expect(prepared({}).policy.source).toMatchObject({ partition: 'file', affinity: 'file' })
    expect(prepared({ own: half }).policy).toMatchObject({ ...half, source: { affinity: 'model' } })
    expect(prepared({ own: half, ask: 'b' }).policy).toMatchObject({ partition: 'model', affinity: 'id' })
    expect(prepared({ ask: 'chain', ofChain: half }).policy).toMatchObject({
      ...half,
      source: { partition: 'chain', affinity: 'chain' },
    })
  })

  it('of partition the request’s wins', () => {
    const { policy } = prepared({ controls: { partition: 'none' } })
    expect(policy).toMatchObject({ partition: 'none', source: { partition: 'request' } })
    const forbidden = {
      controls: { partition: 'none' },
      organisation: { allowRequestOverride: false },
    } as const
    expect(prepared(forbidden).policy.partition).toBe('model')
  })

  it('name sessions by key and by what was asked for', () => {
    expect(prepared({}).sessionScope).toBe('app\0a\0')
    expect(prepared({ ask: 'chain' }).sessionScope).toBe('app\0chain\0')
  })
})

describe('an order of deployments', () => {
  it('is the request’s before the file’s; priority leaves it to the models', () => {
    const inFile = { routing: 'balanced' } as const
    expect(prepared({ fallback: inFile })).toMatchObject({
      deploymentStrategy: null,
      defaultStrategy: 'balanced',
    })
    expect(prepared({ fallback: inFile, controls: { routing: 'throughput' } }).deploymentStrategy).toBe(
      'throughput',
    )
    expect(prepared({ fallback: inFile, controls: { routing: 'priority' } })).toMatchObject({
      deploymentStrategy: null,
      defaultStrategy: null,
    })
  })

  it('may come with the name', () => {
    const { candidates } = prepared({ ask: 'a:floor' })
    expect(candidates.map(({ strategy }) => strategy)).toEqual(['cost', null, null])
    expect(
      prepared({ controls: { fallback: { list: ['b:nitro'], control: 'models' } } }).candidates,
    ).toMatchObject([{ strategy: null }, { strategy: 'throughput' }])
  })
})

describe('the model "auto"', () => {
  it('is all models that the key may use', () => {
    const { candidates, policy } = prepared({ ask: 'auto' })
    expect(candidates.map(({ model: { name } }) => name)).toEqual(['a', 'b', 'c'])
    expect(policy).toMatchObject({ strategy: 'adaptive', source: { candidates: 'request' } })
  })

  it('is the plan of the key where it has one, unless the request names models', () => {
    expect(prepared({ ask: 'auto', policy: {} }).policy.source.candidates).toBe('key')
    const auto = { models: ['c'], preference: 'speed' } as const
    const { candidates, policy } = prepared({ ask: 'auto', policy: {}, controls: { auto } })
    expect(candidates.map(({ model: { name } }) => name)).toEqual(['c'])
    expect(policy).toMatchObject({ strategy: 'latency', triggers: TRIGGER_SETS.widest })
  })

  it('is refused where nothing is left, with what is wrong with each', () => {
    const auto = { models: ['nobody'], preference: 'cost' } as const
    const result = prepare(admitted('auto', { controls: { auto } }), configuration(MODELS))
    expect(result).toMatchObject({ kind: 'refused', code: 'not_permitted' })
    expect(result.kind === 'refused' && result.message).toContain('nobody: no model or chain has this name')
    expect(prepare(admitted('auto'), configuration([]))).toMatchObject({ code: 'model_not_found' })
  })

  it('belongs to a model that is called like that', () => {
    const named = configuration([model('auto', [deployment('own')])])
    expect(prepare(admitted('auto'), named)).toMatchObject({ candidates: [{ model: { name: 'auto' } }] })
  })
})

describe('a chain that the request asks for and cannot have', () => {
  it('is warned of, by name', () => {
    const fallback = { list: ['typo'], control: 'backstay.chain' } as const
    const { warnings, skipped } = prepared({ controls: { fallback } })
    expect(warnings).toEqual(['backstay.chain: there is no chain "typo" that this key may use'])
    expect(skipped).toEqual([{ deployment: 'typo', reason: 'no model or chain has this name' }])
    const known = { list: ['chain'], control: 'backstay.chain' } as const
    expect(prepared({ controls: { fallback: known } }).warnings).toEqual([])
  })
})
