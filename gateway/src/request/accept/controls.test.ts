import { describe, expect, it } from 'vitest'
import { GatewayError } from '#domain/errors'
import { FAILURE_CLASSES } from '#domain/failure'
import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'
import { controlMembersOf, readControls } from './controls.ts'

function read(body: unknown) {
  const parsed = JSON.parse(JSON.stringify(body)) as Record<string, unknown>
  const warnings: string[] = []
  return { ...readControls(parsed, controlMembersOf(parsed), warnings), warnings }
}

function refusal(text: string): Pick<GatewayError, 'code' | 'param'> | null {
  const body = JSON.parse(text) as Record<string, unknown>
  try {
    readControls(body, controlMembersOf(body), [])
    return null
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return { code: error.code, param: error.param }
  }
}

describe('control members', () => {
  it('are found wherever they stand, even if they say nothing, so that none is sent on', () => {
    const body = { model: 'm', models: null, provider: {}, session_id: 's', temperature: 1 }
    expect(controlMembersOf(body)).toEqual(['provider', 'models', 'session_id'])
    expect(controlMembersOf({ model: 'm' })).toEqual([])
  })

  it('ask for nothing where there are none', () => {
    const nothing = { fallback: null, triggers: null, routing: null, retry: {}, timeouts: {}, warnings: [] }
    expect(read({ model: 'm' })).toEqual(nothing)
    expect(read({ provider: null, backstay: null, models: null })).toEqual(nothing)
    expect(read({ provider: {}, backstay: {} })).toEqual(nothing)
  })
})

describe('the fallback list of a request', () => {
  it.each([
    [{ models: ['a', 'b'] }, { list: ['a', 'b'], control: 'models' }],
    [{ models: [] }, { list: [], control: 'models' }],
    [{ provider: { fallback: ['a'] } }, { list: ['a'], control: 'provider.fallback' }],
    [{ provider: { fallback: 'a' } }, { list: ['a'], control: 'provider.fallback' }],
    [{ provider: { fallback: false } }, { list: [], control: 'provider.fallback' }],
    [{ provider: { fallback: true } }, null],
    [{ backstay: { fallback: [] } }, { list: [], control: 'backstay' }],
    [{ backstay: { fallback: ['a'] } }, { list: ['a'], control: 'backstay' }],
  ])('%j is %j', (body, expected) => {
    expect(read(body)).toMatchObject({ fallback: expected, warnings: [] })
  })

  it('is the first of several, the others are warned of', () => {
    const all = { backstay: { fallback: ['a'] }, provider: { fallback: ['b'] }, models: ['c'] }
    expect(read(all)).toMatchObject({
      fallback: { list: ['a'], control: 'backstay' },
      warnings: [
        'provider.fallback is ignored: backstay.fallback counts',
        'models is ignored: backstay.fallback counts',
      ],
    })
    expect(read({ ...all, backstay: {} })).toMatchObject({ fallback: { list: ['b'] } })
  })
})

describe('what else a request asks for', () => {
  it.each([
    ['5xx', TRIGGER_SETS['5xx']],
    [['timeout', 'refusal'], union(TRIGGER_SETS.timeout, ofClasses('refusal'))],
    [[], { classes: new Set(), statuses: [] }],
  ])('as triggers %j', (triggers, expected) => {
    expect(read({ backstay: { triggers } }).triggers).toEqual(expected)
  })

  it('as triggers may be any class', () => {
    for (const name of FAILURE_CLASSES.filter((one) => !Object.hasOwn(TRIGGER_SETS, one))) {
      expect(read({ backstay: { triggers: [name] } }).triggers).toEqual(ofClasses(name))
    }
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

  it.each([
    ['priority', 'priority', 0],
    ['balanced', 'balanced', 0],
    ['cost', 'balanced', 1],
    ['latency', 'balanced', 1],
    [{ sort: 'price' }, null, 1],
  ])('as order %j: %s', (routing, expected, warned) => {
    const { routing: order, warnings } = read({ provider: { routing } })
    expect(order).toBe(expected)
    expect(warnings).toHaveLength(warned)
  })

  it('that this version does not act on is warned of by name', () => {
    const body = {
      provider: { sort: 'price', order: ['a'] },
      backstay: { hedge: {} },
      session_id: 's',
      providerOptions: {},
      model_routing_config: {},
    }
    expect(read(body).warnings).toEqual(
      [
        'provider.sort',
        'provider.order',
        'backstay.hedge',
        'session_id',
        'providerOptions',
        'model_routing_config',
      ].map((name) => `${name} is not acted on in this version`),
    )
  })

  it('is not repeated at length in a warning', () => {
    const [warning = ''] = read({ provider: { ['x'.repeat(5_000)]: 1 } }).warnings
    expect(warning.length).toBeLessThan(120)
  })
})

describe('a malformed control', () => {
  it.each([
    ['{"provider":"openai"}', 'provider'],
    ['{"provider":["openai"]}', 'provider'],
    ['{"provider":1}', 'provider'],
    ['{"backstay":true}', 'backstay'],
    ['{"backstay":[]}', 'backstay'],
    ['{"models":1}', 'models'],
    ['{"models":{}}', 'models'],
    ['{"models":["a",1]}', 'models'],
    ['{"models":[["a"]]}', 'models'],
    ['{"models":[null]}', 'models'],
    ['{"provider":{"fallback":{}}}', 'provider.fallback'],
    ['{"backstay":{"fallback":0}}', 'backstay.fallback'],
    ['{"backstay":{"fallback":["a"]},"models":7}', 'models'],
    ['{"backstay":{"triggers":"6xx"}}', 'backstay.triggers[0]'],
    ['{"backstay":{"triggers":["5xx",500]}}', 'backstay.triggers[1]'],
    ['{"backstay":{"triggers":["toString"]}}', 'backstay.triggers[0]'],
    ['{"backstay":{"triggers":{"type":"5xx"}}}', 'backstay.triggers[0]'],
    ['{"provider":{"routing":"cheapest"}}', 'provider.routing'],
    ['{"provider":{"routing":5}}', 'provider.routing'],
    ['{"provider":{"routing":["cost"]}}', 'provider.routing'],
    ['{"backstay":{"retry":3}}', 'backstay.retry'],
    ['{"backstay":{"retry":{"maxAttempts":3}}}', 'backstay.retry.maxAttempts'],
    ['{"backstay":{"retry":{"max_attempts":0}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":-1}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":"3"}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":null}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"max_attempts":1e999}}}', 'backstay.retry.max_attempts'],
    ['{"backstay":{"retry":{"constructor":3}}}', 'backstay.retry.constructor'],
    ['{"backstay":{"retry":{"__proto__":3}}}', 'backstay.retry.__proto__'],
    ['{"backstay":{"timeouts":[]}}', 'backstay.timeouts'],
    ['{"backstay":{"timeouts":{"min_attempt_ms":1}}}', 'backstay.timeouts.min_attempt_ms'],
    ['{"backstay":{"timeouts":{"idle_ms":0.5}}}', 'backstay.timeouts.idle_ms'],
  ])('%s is refused with its path', (text, param) => {
    expect(refusal(text)).toEqual({ code: 'invalid_body', param })
  })
})
