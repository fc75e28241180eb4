import { describe, expect, it } from 'vitest'
import type { VirtualKey } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import { movingOn } from '#domain/model'
import type { KeyPolicy, PolicySource } from '#domain/policy'
import type { RequestedFallback } from '#domain/request'
import type { TriggerSet } from '#domain/trigger-set'
import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'
import { admitted, chainOf, configuration, deployment, model, provider, virtualKey } from '#simulator/sample'
import type { ChosenList } from './choose-list.ts'
import { chooseList } from './choose-list.ts'

const REQUESTED = '(requested)'
const POLICY: KeyPolicy = {
  strategy: 'round_robin',
  candidates: null,
  nativeFallback: null,
  crossProtocol: 'translate',
  conditions: null,
  maxRetries: null,
  retryDelayMs: null,
}
const CHAIN_SET = ofClasses('quality')
const KEY_SET = union(TRIGGER_SETS['5xx'], TRIGGER_SETS.timeout)
const place = deployment('asked/one', { provider: { ...provider('azure-eu'), kind: 'azure' } })

function askedChain(step: Model): Chain {
  return chainOf('asked', [step], { strategy: 'weighted', conditions: movingOn(CHAIN_SET) })
}

interface Given {
  readonly request?: RequestedFallback | null
  readonly key?: Partial<KeyPolicy>
  readonly chain?: boolean
  readonly fallbacks?: readonly string[] | null
  readonly file?: { readonly list: readonly string[]; readonly triggers?: TriggerSet }
  readonly allowOverride?: boolean
  readonly auto?: 'named' | 'all'
}

function choose(given: Given): ChosenList {
  const asked = model('asked', [place], { fallbacks: given.fallbacks ?? null })
  const base = configuration([asked])
  return chooseList({
    admitted: admitted('asked', { controls: { fallback: given.request ?? null } }),
    configuration: {
      ...base,
      organisation: { ...base.organisation, allowRequestOverride: given.allowOverride ?? true },
      fallback: {
        ...base.fallback,
        list: given.file?.list ?? [],
        conditions: given.file?.triggers === undefined ? null : movingOn(given.file.triggers),
      },
    },
    target: given.chain === true ? askedChain(asked) : asked,
    keyPolicy: given.key === undefined ? null : { ...POLICY, ...given.key },
    auto: given.auto ?? null,
  })
}

const names = ({ entries }: ChosenList): readonly string[] => entries.map(({ name }) => name ?? REQUESTED)

describe('the list in force', () => {
  const LISTS = {
    request: { request: { list: ['from-request'], control: 'backstay.fallback' } },
    key: { key: { candidates: [{ modelName: 'from-key', priority: 1 }] } },
    chain: { chain: true },
    model: { fallbacks: ['from-model'] },
    file: { file: { list: ['from-file'] } },
  } as const satisfies Record<string, Given>
  const ORDER = ['request', 'key', 'chain', 'model', 'file'] as const satisfies readonly PolicySource[]
  const EXPECTED = {
    request: { names: [REQUESTED, 'from-request'], triggers: TRIGGER_SETS.standard, strategy: 'failover' },
    key: { names: ['from-key'], triggers: KEY_SET, strategy: 'round_robin' },
    chain: { names: [REQUESTED], triggers: CHAIN_SET, strategy: 'weighted' },
    model: { names: [REQUESTED, 'from-model'], triggers: TRIGGER_SETS.chain, strategy: 'failover' },
    file: { names: [REQUESTED, 'from-file'], triggers: TRIGGER_SETS.standard, strategy: 'failover' },
  } as const

  const combinations = Array.from({ length: 32 }, (_, bits) => ORDER.filter((_one, bit) => bits & (1 << bit)))

  it.each(combinations)(
    'is, where %s %s %s %s %s have one, that of the first, with its triggers',
    (...given) => {
      const sources = given.filter((source) => source !== undefined)
      const chosen = choose(Object.assign({}, ...sources.map((source) => LISTS[source])) as Given)
      const winner = sources[0] ?? 'file'
      expect(chosen.source).toBe(winner)
      expect(chosen.strategySource).toBe(winner)
      expect(names(chosen)).toEqual(sources.length === 0 ? [REQUESTED] : EXPECTED[winner].names)
      expect(chosen.conditions.set).toEqual(EXPECTED[winner].triggers)
      expect(chosen.strategy).toBe(EXPECTED[winner].strategy)
    },
  )

  it.each([
    ['backstay.fallback', TRIGGER_SETS.standard],
    ['provider.fallback', TRIGGER_SETS.standard],
    ['models', TRIGGER_SETS.widest],
    ['providerOptions.gateway.models', TRIGGER_SETS.widest],
    ['fallbacks', TRIGGER_SETS.standard],
  ] as const)('of a request in %s brings its own triggers', (control, triggers) => {
    const chosen = choose({ request: { list: ['b', 'c'], control } })
    expect(names(chosen)).toEqual([REQUESTED, 'b', 'c'])
    expect(chosen.conditions.set).toEqual(triggers)
  })

  it('is empty after the requested model when the request switches it off', () => {
    const off = { list: [], control: 'backstay.fallback' } as const
    expect(names(choose({ request: off, file: { list: ['x'] }, fallbacks: ['y'] }))).toEqual([REQUESTED])
  })

  it('of a model may be empty too, and then replaces that of the file', () => {
    const chosen = choose({ fallbacks: [], file: { list: ['x'] } })
    expect(names(chosen)).toEqual([REQUESTED])
    expect(chosen.source).toBe('model')
  })

  it('is not the request’s where the organisation forbids that', () => {
    const request = { list: ['b'], control: 'backstay.fallback' } as const
    const chosen = choose({ request, allowOverride: false, file: { list: ['x'] } })
    expect(names(chosen)).toEqual([REQUESTED, 'x'])
    expect(chosen.source).toBe('file')
  })

  it('of the file brings the file’s triggers where it has some', () => {
    const triggers = ofClasses('auth')
    expect(choose({ file: { list: ['x'], triggers } }).conditions.set).toEqual(triggers)
  })
})

describe('the list of a key policy', () => {
  const candidates = [
    { modelName: 'b', priority: 2 },
    { modelName: 'a', priority: null },
  ]
  const native = { 'openai': ['of-endpoint'], 'azure': ['of-kind'], 'azure-eu': ['of-provider'] }

  it('is its candidates with their priorities; the requested model only if it is among them', () => {
    expect(choose({ key: { candidates } }).entries).toEqual([
      { name: 'b', priority: 2 },
      { name: 'a', priority: null },
    ])
  })

  it('brings its own triggers where it has some', () => {
    const triggers = ofClasses('auth')
    const conditions = movingOn(triggers)
    expect(choose({ key: { candidates, conditions } }).conditions).toEqual(conditions)
  })

  it('is, without candidates, the requested model and its native fallbacks', () => {
    const chosen = choose({ key: { nativeFallback: { openai: ['x', 'y'] } } })
    expect(names(chosen)).toEqual([REQUESTED, 'x', 'y'])
    expect(chosen.source).toBe('key')
  })

  it.each([
    ['provider', native, 'of-provider'],
    ['kind', { openai: native.openai, azure: native.azure }, 'of-kind'],
    ['endpoint', { openai: native.openai }, 'of-endpoint'],
  ] as const)('takes native fallbacks by %s', (_what, nativeFallback, expected) => {
    expect(names(choose({ key: { nativeFallback } }))).toEqual([REQUESTED, expected])
    expect(names(choose({ key: { nativeFallback }, chain: true }))).toEqual([REQUESTED, expected])
  })

  it('prefers candidates to native fallbacks, except in the same family', () => {
    const both = { candidates, nativeFallback: native }
    expect(names(choose({ key: both }))).toEqual(['b', 'a'])
    expect(names(choose({ key: { ...both, crossProtocol: 'same-family' } }))).toEqual([
      REQUESTED,
      'of-provider',
    ])
  })

  it('is none where the policy names neither: the next source counts', () => {
    expect(choose({ key: {}, fallbacks: ['z'] }).source).toBe('model')
    expect(choose({ key: { nativeFallback: { gemini: ['g'] } }, fallbacks: ['z'] }).source).toBe('model')
  })
})

describe('a chain that a request asks for', () => {
  const safe = chainOf('safe', [model('b', [deployment('b')])], {
    strategy: 'round_robin',
    conditions: movingOn(CHAIN_SET),
  })
  const asks = (key?: VirtualKey): ChosenList => {
    const control = 'backstay.chain' as const
    const controls = { fallback: { list: ['safe'], control } }
    const asked = model('asked', [place])
    return chooseList({
      admitted: admitted('asked', { controls, ...(key !== undefined && { key }) }),
      configuration: configuration([asked], { chains: new Map([['safe', safe]]) }),
      target: asked,
      keyPolicy: null,
      auto: null,
    })
  }

  it('stands behind the requested model, with the chain’s strategy and conditions', () => {
    expect(names(asks())).toEqual([REQUESTED, 'safe'])
    expect(asks()).toMatchObject({
      source: 'request',
      strategy: 'round_robin',
      conditions: { set: CHAIN_SET },
    })
  })

  it('brings nothing along that the key may not use', () => {
    expect(asks(virtualKey({ models: ['asked'] }))).toMatchObject({
      strategy: 'failover',
      conditions: { set: TRIGGER_SETS.standard },
    })
  })
})

describe('the list of a request that leaves the choice to us', () => {
  const key = { candidates: [{ modelName: 'from-key', priority: null }] }

  it('is its own models before those of the key, and all models after them', () => {
    expect(choose({ chain: true, key, auto: 'named' })).toMatchObject({ source: 'request', sideBySide: true })
    expect(choose({ chain: true, key, auto: 'all' }).source).toBe('key')
    expect(choose({ chain: true, auto: 'all' })).toMatchObject({
      source: 'request',
      strategySource: 'request',
      conditionsSource: 'request',
    })
    const request = { list: ['b'], control: 'models' } as const
    expect(names(choose({ chain: true, auto: 'named', request }))).toEqual([REQUESTED, 'b'])
  })
})
