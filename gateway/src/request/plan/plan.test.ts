import { describe, expect, it } from 'vitest'
import type { Configuration, VirtualKey } from '#domain/configuration'
import { ERROR_CODES } from '#domain/errors'
import type { HealthView } from '#domain/health'
import type { Model } from '#domain/model'
import type { PlanResult } from '#domain/request'
import { admitted, configuration, deployment, model, TIMEOUTS, virtualKey } from '#simulator/sample'
import { plan } from './plan.ts'
import { SmoothRotation } from './rotation.ts'

interface Given {
  readonly models: readonly Model[]
  readonly more?: Partial<Configuration>
  readonly fallback?: readonly string[]
  readonly key?: VirtualKey
  readonly request?: Parameters<typeof admitted>[1]
  /** Labels of deployments that have failed or have no room left. */
  readonly ill?: readonly string[]
  readonly full?: readonly string[]
  readonly ask?: string
}

function run({
  models,
  more,
  fallback = [],
  key,
  request,
  ill = [],
  full = [],
  ask = 'm',
}: Given): PlanResult {
  const base = configuration(models, more)
  const config = { ...base, fallback: { ...base.fallback, list: fallback } }
  const health: HealthView = {
    demotion: ({ label }) =>
      ill.includes(label) ? { state: 'cooling', class: 'model_unavailable', retryInMs: 5 } : null,
    waitMs: ({ label }) => (full.includes(label) ? 60_500 : 0),
    expectedOutput: () => 256,
  }
  const who = admitted(ask, { ...request, ...(key !== undefined && { key }) })
  return plan(who, { configuration: config, health, rotation: new SmoothRotation(), now: 0 })
}

const refusedBy = (given: Given): unknown => {
  const result = run(given)
  return result.kind === 'planned'
    ? result.steps.map(({ deployment: { label } }) => label)
    : [ERROR_CODES[result.code].status, result.code]
}
const planned = (given: Given) => {
  const result = run(given)
  if (result.kind === 'refused') throw new Error(result.message)
  return result
}

const FULL = { tokensPerMinute: 100 }
const ASKS = { request: { body: { needs: ['tools'] as const } } }
const toolless = (name: string, label: string): Model =>
  model(name, [deployment(label)], { capabilities: new Set() })

describe('a request for which nothing may be tried', () => {
  const full = model('m', [deployment('full', FULL)])
  const unable = toolless('unable', 'unable')
  const off = model('off', [deployment('off', { enabled: false })])

  it.each([
    ['an unknown name', { models: [full], ask: 'nobody' }, [404, 'model_not_found']],
    ['a name not granted', { models: [full], key: virtualKey({ models: [] }) }, [403, 'model_not_granted']],
    ['full ones', { models: [full], full: ['full'] }, [429, 'no_capacity']],
    ['unable ones', { models: [unable], ask: 'unable', ...ASKS }, [400, 'request_cannot_be_served']],
    ['disabled ones', { models: [off], ask: 'off' }, [503, 'nothing_eligible']],
    [
      'full and unable ones',
      { models: [full, unable], fallback: ['unable'], full: ['full'], ...ASKS },
      [429, 'no_capacity'],
    ],
    [
      'disabled and full ones',
      { models: [off, full], ask: 'off', fallback: ['m'], full: ['full'] },
      [429, 'no_capacity'],
    ],
    [
      'disabled and unable ones',
      { models: [off, unable], ask: 'off', fallback: ['unable'], ...ASKS },
      [400, 'request_cannot_be_served'],
    ],
    [
      'a list of which nothing is granted',
      {
        models: [full, unable],
        key: virtualKey({
          models: ['m'],
          routing: {
            chat: {
              strategy: 'failover',
              candidates: [{ modelName: 'unable', priority: null }],
              nativeFallback: null,
              crossProtocol: 'translate',
              triggers: null,
              maxRetries: null,
              retryDelayMs: null,
            },
          },
        }),
      },
      [403, 'not_permitted'],
    ],
  ] satisfies [string, Given, unknown][])(
    'for %s is refused by the first reason that counts',
    (_what, given, expected) => {
      expect(refusedBy(given)).toEqual(expected)
    },
  )

  it('names every exclusion and says the smallest wait', () => {
    const models = [
      model('m', [deployment('a', FULL), deployment('b', { enabled: false })]),
      toolless('n', 'c'),
    ]
    const result = run({ models, fallback: ['n', 'nobody'], full: ['a'], ...ASKS })
    expect(result).toMatchObject({ kind: 'refused', code: 'no_capacity', retryAfterMs: 60_500 })
    if (result.kind === 'planned') return
    for (const reason of ['a: limit reached', 'b: disabled', 'c: does not have tools', 'nobody: no model'])
      expect(result.message).toContain(reason)
    expect(result.skipped).toHaveLength(4)
  })
})

describe('when every deployment is unhealthy', () => {
  const closed = { failClosed: true }

  it('the least bad are tried all the same', () => {
    expect(refusedBy({ models: [model('m', [deployment('a')])], ill: ['a'] })).toEqual(['a'])
  })

  it('fail_closed refuses with 503, but only if every model says so and nobody is well', () => {
    const m = model('m', [deployment('a'), deployment('b')], closed)
    expect(refusedBy({ models: [m], ill: ['a', 'b'] })).toEqual([503, 'nothing_eligible'])
    expect(refusedBy({ models: [m], ill: ['a'] })).toEqual(['b', 'a'])
    const n = model('n', [deployment('c')])
    expect(refusedBy({ models: [m, n], fallback: ['n'], ill: ['a', 'b', 'c'] })).toEqual(['a', 'b', 'c'])
  })

  it('a limit that ends says more than that: 429 with its wait', () => {
    const m = model('m', [deployment('a'), deployment('b', FULL)], closed)
    const result = run({ models: [m], ill: ['a'], full: ['b'] })
    expect(result).toMatchObject({ kind: 'refused', code: 'no_capacity', retryAfterMs: 60_500 })
  })
})

describe('a plan', () => {
  const m = model('m', [deployment('a')])
  const n = model('n', [deployment('b')])

  it.each([
    [null, 600_000],
    [5_000, 5_000],
    [900_000, 600_000],
  ])('has, asked for a deadline of %s ms, one of %i', (deadlineMs, expected) => {
    expect(planned({ models: [m], request: { controls: { deadlineMs } } }).deadlineMs).toBe(expected)
  })

  it('has the limit of the whole request from its first step, tightened by the request', () => {
    const quick = model('m', [deployment('a', { timeouts: { ...TIMEOUTS, totalMs: 30_000 } })])
    expect(planned({ models: [quick] }).deadlineMs).toBe(30_000)
    const request = { controls: { timeouts: { totalMs: 2_000 } } }
    expect(planned({ models: [quick], request }).deadlineMs).toBe(2_000)
  })

  it.each([
    [null, 10 + 256],
    [40, 10 + 40],
    [9_999, 10 + 256],
  ])('reserves, with max_tokens %s, %i tokens', (maxOutputTokens, expected) => {
    const { reserveTokens, steps } = planned({ models: [m], request: { body: { maxOutputTokens } } })
    const [step] = steps
    expect(step === undefined ? 0 : reserveTokens(step.deployment)).toBe(expected)
  })

  it('stays in the first model where the request asks for that, or routing is off', () => {
    const given = { models: [m, n], fallback: ['n'] }
    expect(refusedBy(given)).toEqual(['a', 'b'])
    expect(refusedBy({ ...given, request: { controls: { noFallback: true } } })).toEqual(['a'])
    const organisation = { id: 'o', routingEnabled: false, allowRequestOverride: true, refusalLock: false }
    const off = planned({ ...given, more: { organisation } })
    expect(off.steps).toHaveLength(1)
    expect(off.policy.maxMoves).toBe(0)
    expect(off.skipped).toEqual([
      { deployment: 'm', reason: 'organisation routing is off: no movement between models' },
    ])
  })

  it('lists what it could not act on', () => {
    const rotating = model('m', [deployment('a')], { strategy: 'latency' })
    expect(planned({ models: [rotating] }).warnings).toEqual([
      'strategy latency runs as balanced in this version',
    ])
  })
})
