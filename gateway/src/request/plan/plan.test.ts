import { describe, expect, it } from 'vitest'
import type { Model } from '#domain/model'
import { configuration, deployment, model, TIMEOUTS, virtualKey } from '#simulator/sample'
import type { PlanGiven } from '#simulator/sample-planning'
import { outcomeOf, planned, planOf } from '#simulator/sample-planning'

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
              conditions: null,
              maxRetries: null,
              retryDelayMs: null,
            },
          },
        }),
      },
      [403, 'not_permitted'],
    ],
  ] satisfies [string, PlanGiven, unknown][])(
    'for %s is refused by the first reason that counts',
    (_what, given, expected) => {
      expect(outcomeOf(given)).toEqual(expected)
    },
  )

  it('names every exclusion and says the smallest wait', () => {
    const models = [
      model('m', [deployment('a', FULL), deployment('b', { enabled: false })]),
      toolless('n', 'c'),
    ]
    const result = planOf({ models, fallback: ['n', 'nobody'], full: ['a'], ...ASKS })
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
    expect(outcomeOf({ models: [model('m', [deployment('a')])], ill: ['a'] })).toEqual(['a'])
  })

  it('fail_closed refuses with 503, but only if every model says so and nobody is well', () => {
    const m = model('m', [deployment('a'), deployment('b')], closed)
    expect(outcomeOf({ models: [m], ill: ['a', 'b'] })).toEqual([503, 'nothing_eligible'])
    expect(planOf({ models: [m], ill: ['a', 'b'] })).toMatchObject({ retryAfterMs: 5 })
    expect(outcomeOf({ models: [m], ill: ['a'] })).toEqual(['b', 'a'])
    const n = model('n', [deployment('c')])
    expect(outcomeOf({ models: [m, n], fallback: ['n'], ill: ['a', 'b', 'c'] })).toEqual(['a', 'b', 'c'])
  })

  it('a limit that ends says more than that: 429 with its wait', () => {
    const m = model('m', [deployment('a'), deployment('b', FULL)], closed)
    const result = planOf({ models: [m], ill: ['a'], full: ['b'] })
    expect(result).toMatchObject({ kind: 'refused', code: 'no_capacity', retryAfterMs: 60_500 })
  })
})

it('a plan knows when the first of those has room that were left out for their limits', () => {
  const places = [deployment('a'), deployment('b', FULL), deployment('c', FULL)]
  const given = { models: [model('m', places)] }
  expect(planned({ ...given, full: ['b', 'c'] }).roomAt).toBe(60_500)
  expect(planned(given).roomAt).toBeNull()
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
    expect(outcomeOf(given)).toEqual(['a', 'b'])
    expect(outcomeOf({ ...given, request: { controls: { noFallback: true } } })).toEqual(['a'])
    const organisation = { ...configuration([]).organisation, routingEnabled: false }
    const off = planned({ ...given, more: { organisation } })
    expect(off.steps).toHaveLength(1)
    expect(off.policy.maxMoves).toBe(0)
    expect(off.skipped).toEqual([
      { deployment: 'm', reason: 'organisation routing is off: no movement between models' },
    ])
  })

  it('lists what the organisation does not allow', () => {
    const organisation = { ...configuration([]).organisation, allowRequestOverride: false }
    const request = { controls: { routing: 'latency' as const } }
    expect(
      planned({ models: [model('m', [deployment('a')])], more: { organisation }, request }).warnings,
    ).toEqual(['the organisation does not allow requests to bring their own routing: ignored'])
  })
})
