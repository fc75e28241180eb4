import { describe, expect, it } from 'vitest'
import { NO_CONDITIONS } from '#domain/model'
import type { BodyControls } from './controls.ts'
import { controlMembersOf, readControls } from './controls.ts'
import type { CompileTriggers } from './controls-triggers.ts'

/** Tells how many entries it was given. */
const compileTriggers: CompileTriggers = (entries) => ({ ...NO_CONDITIONS, latencyMs: entries.length })

function read(body: unknown): BodyControls & { readonly warnings: readonly string[] } {
  const parsed = JSON.parse(JSON.stringify(body)) as Record<string, unknown>
  const warnings: string[] = []
  return {
    ...readControls(parsed, controlMembersOf(parsed), {
      requested: String(parsed['model']),
      compileTriggers,
      warnings,
    }),
    warnings,
  }
}

const NOTHING = {
  fallback: null,
  conditions: null,
  routing: null,
  partition: null,
  selection: null,
  auto: null,
  hedge: null,
  midStream: null,
  onBudget: null,
  retry: {},
  timeouts: {},
  noFallback: false,
  warnings: [],
}

describe('control members', () => {
  it('are found wherever they stand, even if they say nothing, so that none is sent on', () => {
    const body = { model: 'm', models: null, provider: {}, session_id: 's', fallbacks: [], temperature: 1 }
    expect(controlMembersOf(body)).toEqual(['provider', 'models', 'session_id', 'fallbacks'])
    expect(controlMembersOf({ model: 'm' })).toEqual([])
  })

  it('ask for nothing where there are none', () => {
    expect(read({ model: 'm' })).toEqual(NOTHING)
    expect(read({ provider: null, backstay: null, models: null, providerOptions: null })).toEqual(NOTHING)
    expect(read({ provider: {}, backstay: {}, providerOptions: { gateway: {} } })).toEqual(NOTHING)
    const nulls = { only: null, order: null, sort: null, zdr: null, max_price: null }
    expect(read({ provider: nulls, backstay: { hedge: null, mid_stream: null } })).toEqual(NOTHING)
  })
})

describe('what is to happen at the limit of a budget', () => {
  it.each(['block', 'switch'] as const)('can be asked for: %s', (onBudget) => {
    expect(read({ backstay: { on_budget: onBudget } })).toMatchObject({ onBudget, warnings: [] })
  })

  it('is refused if it is neither', () => {
    expect(() => read({ backstay: { on_budget: 'ignore' } })).toThrow('`backstay.on_budget` must be')
  })
})

describe('the fallback list of a request', () => {
  const gateway = (models: unknown) => ({ providerOptions: { gateway: { models } } })

  it.each([
    [{ models: ['a', 'b'] }, { list: ['a', 'b'], control: 'models' }],
    [{ models: [] }, { list: [], control: 'models' }],
    [{ provider: { fallback: ['a'] } }, { list: ['a'], control: 'provider.fallback' }],
    [{ provider: { fallback: 'a' } }, { list: ['a'], control: 'provider.fallback' }],
    [{ provider: { fallback: false } }, { list: [], control: 'provider.fallback' }],
    [{ provider: { fallback: true } }, null],
    [{ backstay: { fallback: [] } }, { list: [], control: 'backstay.fallback' }],
    [{ backstay: { fallback: ['a'] } }, { list: ['a'], control: 'backstay.fallback' }],
    [{ backstay: { chain: 'safe' } }, { list: ['safe'], control: 'backstay.chain' }],
    [gateway(['a']), { list: ['a'], control: 'providerOptions.gateway.models' }],
    [{ fallbacks: [{ model: 'a' }, { model: 'b' }] }, { list: ['a', 'b'], control: 'fallbacks' }],
    [{ fallbacks: ['a'] }, { list: ['a'], control: 'fallbacks' }],
  ])('%j is %j', (body, expected) => {
    expect(read(body)).toMatchObject({ fallback: expected, warnings: [] })
  })

  it('is the first of several, the others are warned of', () => {
    const all = {
      backstay: { chain: 'z', fallback: ['a'] },
      provider: { fallback: ['b'] },
      models: ['c'],
      ...gateway(['d']),
      fallbacks: [{ model: 'e' }],
    }
    expect(read(all)).toMatchObject({
      fallback: { list: ['z'], control: 'backstay.chain' },
      warnings: [
        'backstay.fallback is ignored: backstay.chain counts',
        'provider.fallback is ignored: backstay.chain counts',
        'models is ignored: backstay.chain counts',
        'providerOptions.gateway.models is ignored: backstay.chain counts',
        'fallbacks is ignored: backstay.chain counts',
      ],
    })
    expect(read({ ...all, backstay: {} })).toMatchObject({ fallback: { list: ['b'] } })
    expect(read({ ...all, backstay: {}, provider: {} })).toMatchObject({ fallback: { list: ['c'] } })
    expect(read({ ...all, backstay: {}, provider: {}, models: null })).toMatchObject({
      fallback: { list: ['d'] },
      warnings: ['fallbacks is ignored: providerOptions.gateway.models counts'],
    })
  })
})

describe('the order that a request asks for', () => {
  it.each([
    [{ routing: 'priority' }, 'priority'],
    [{ routing: 'balanced' }, 'balanced'],
    [{ routing: 'cost' }, 'cost'],
    [{ routing: 'latency' }, 'latency'],
    [{ routing: { sort: 'price' } }, 'cost'],
    [{ sort: 'price' }, 'cost'],
    [{ sort: 'throughput' }, 'throughput'],
    [{ sort: 'latency' }, 'latency'],
    [{ sort: { by: 'throughput' } }, 'throughput'],
    [{ routing: 'priority', sort: null }, 'priority'],
  ])('in provider %j is %s', (provider, expected) => {
    expect(read({ provider })).toMatchObject({ routing: expected, partition: null, warnings: [] })
  })

  it.each([
    ['cost', 'cost'],
    ['ttft', 'latency'],
    ['tps', 'throughput'],
  ])('in providerOptions.gateway as %s is %s', (sort, expected) => {
    expect(read({ providerOptions: { gateway: { sort } } })).toMatchObject({
      routing: expected,
      warnings: [],
    })
  })

  it('goes across models where the request says so', () => {
    const sort = { by: 'price', partition: 'none' }
    expect(read({ provider: { sort } })).toMatchObject({ routing: 'cost', partition: 'none' })
    const inside = { by: 'price', partition: 'model' }
    expect(read({ provider: { sort: inside } })).toMatchObject({ routing: 'cost', partition: null })
  })

  it('is one: of the others it is warned', () => {
    const provider = { routing: 'latency', sort: 'price' }
    expect(read({ provider, providerOptions: { gateway: { sort: 'tps' } } })).toMatchObject({
      routing: 'latency',
      warnings: [
        'providerOptions.gateway.sort is ignored: provider.sort counts',
        'sort is ignored: provider.routing counts',
      ],
    })
  })
})

describe('what else a request asks for', () => {
  it('as triggers is compiled by whom it is handed to', () => {
    const triggers = [{ type: 'latency', threshold_ms: 800 }, 'auth']
    expect(read({ backstay: { triggers } }).conditions).toMatchObject({ latencyMs: 2 })
  })

  it('as retries and limits', () => {
    const backstay = {
      retry: { max_attempts: 2, rate_limit_wait_ms: 50 },
      timeouts: { connect_ms: 1, first_token_ms: 2, answer_ms: 3, idle_ms: 4, total_ms: 5 },
    }
    expect(read({ backstay })).toMatchObject({
      retry: { maxAttempts: 2, rateLimitWaitMs: 50 },
      timeouts: { connectMs: 1, firstTokenMs: 2, answerMs: 3, idleMs: 4, totalMs: 5 },
      warnings: [],
    })
  })

  it('when a budget is used up', () => {
    expect(read({ backstay: { on_budget: 'switch' } }).onBudget).toBe('switch')
  })

  it('of the model "auto"', () => {
    const config = { models: ['a', 'b'], preference: 'cost' }
    expect(read({ model: 'auto', model_routing_config: config })).toMatchObject({
      auto: config,
      warnings: [],
    })
    expect(read({ model: 'auto', model_routing_config: {} }).auto).toEqual({
      models: null,
      preference: 'balanced',
    })
    expect(read({ model: 'm', model_routing_config: config })).toMatchObject({
      auto: null,
      warnings: ['model_routing_config is not acted on in this version: it is for the model "auto"'],
    })
  })

  it('that is not acted on is warned of by name', () => {
    const body = {
      provider: { quantizations: ['fp8'] },
      backstay: { wish: {} },
      providerOptions: { anthropic: {}, gateway: { tags: ['x'] } },
      model: 'auto',
      model_routing_config: { budget: 1 },
    }
    expect(read(body).warnings).toEqual(
      [
        'providerOptions.anthropic',
        'providerOptions.gateway.tags',
        'backstay.wish',
        'provider.quantizations',
        'model_routing_config.budget',
      ].map((name) => `${name} is not acted on in this version`),
    )
  })

  it('is not repeated at length in a warning', () => {
    const [warning = ''] = read({ provider: { ['x'.repeat(5_000)]: 1 } }).warnings
    expect(warning.length).toBeLessThan(120)
  })
})

describe('no fallbacks', () => {
  const none = { allow_fallbacks: false }

  it('mean no other model either, unless the request names some', () => {
    expect(read({ provider: none }).noFallback).toBe(true)
    expect(read({ provider: { ...none, fallback: ['a'] } }).noFallback).toBe(false)
    expect(read({ provider: none, models: ['a'] }).noFallback).toBe(false)
    expect(read({ provider: { allow_fallbacks: true } })).toEqual(NOTHING)
  })
})
