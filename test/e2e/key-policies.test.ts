import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { overloaded, promptFiltered, rateLimited, serverError } from '#simulator/faults'
import type { Question, Reply } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const NAMES = ['primary-chat', 'backup-chat', 'third-chat', 'openai-backup-chat', 'asked'] as const

const POLICY = {
  strategy: 'failover',
  candidates: [
    { modelName: 'primary-chat', priority: 1 },
    { modelName: 'backup-chat', priority: 2 },
  ],
}

/** One key for each policy; the key is its name. */
const POLICIES: Readonly<Record<string, object>> = {
  'failover': { ...POLICY, failoverOn: ['5xx', 'timeout'], maxRetries: 2, retryDelayMs: 100 },
  'defaults': POLICY,
  'any': { ...POLICY, failoverOn: ['any'] },
  'no-retries': { ...POLICY, failoverOn: ['any'], maxRetries: 0 },
  'one-retry': {
    strategy: 'priority',
    candidates: [
      { modelName: 'third-chat', priority: 3 },
      { modelName: 'backup-chat', priority: 2 },
      { modelName: 'primary-chat', priority: 1 },
    ],
    maxRetries: 1,
  },
  'native': {
    strategy: 'failover',
    nativeFallback: { openai: ['openai-backup-chat'], vllm: ['third-chat'] },
    failoverOn: ['5xx', 'timeout', 'rate_limit'],
  },
  'native-by-provider': { nativeFallback: { main: ['third-chat'], openai: ['openai-backup-chat'] } },
  'same-family': {
    ...POLICY,
    nativeFallback: { openai: ['openai-backup-chat'] },
    crossProtocol: 'same-family',
  },
  'round-robin': { ...POLICY, strategy: 'round_robin' },
  'round-robin-2': { ...POLICY, strategy: 'round_robin' },
}

const CONFIG = {
  providers: { main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } },
  // Failures of one test must not reach the next.
  breaker: { failures: 1_000, min_requests: 10_000 },
  cooldown: { min_ms: 1, max_ms: 1, default_ms: 1 },
  models: [
    ...NAMES.map((name) => ({ name, deployments: [{ provider: 'main', model: name }] })),
    { name: 'thinker', type: 'reasoning', deployments: [{ provider: 'main', model: 'thinker' }] },
    { name: 'vectors', type: 'embeddings', deployments: [{ provider: 'main', model: 'vectors' }] },
  ],
  fallback: { chains: [{ name: 'chain', models: [{ model: 'asked' }, { model: 'backup-chat' }] }] },
  keys: [
    ...Object.entries(POLICIES).map(([name, chat]) => ({ name, key: `key-${name}`, routing: { chat } })),
    { name: 'narrow', key: 'key-narrow', models: ['asked', 'primary-chat'], routing: { chat: POLICY } },
    {
      name: 'mixed',
      key: 'key-mixed',
      routing: { chat: { nativeFallback: { openai: ['vectors', 'thinker'] } } },
    },
    { name: 'plain', key: 'key-plain' },
  ],
}

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(CONFIG)
})

afterAll(() => backstay.close())

beforeEach(() => {
  backstay.simulators[0]?.script.reset()
  backstay.simulators[0]?.clearRequests()
})

const simulate = (model: string, ...behaviors: readonly object[]): void =>
  backstay.simulators[0]?.script.forModel(model, ...behaviors)

const called = (): readonly (string | null)[] =>
  (backstay.simulators[0]?.requests ?? []).map(({ model }) => model)

function askWith(key: string, question: Partial<Question> = {}): Promise<Reply> {
  return ask(backstay.clientFor(`key-${key}`), { model: 'asked', stream: false, ...question })
}

describe('a key policy', () => {
  it.each([false, true])(
    'makes its candidates the plan, whatever was asked for, streamed %s',
    async (stream) => {
      const reply = await askWith('failover', { stream })

      expect(reply.model).toBe('primary-chat')
      expect(called()).toEqual(['primary-chat'])
      const record = await backstay.recordOf(reply.headers.get('x-request-id'))
      expect(record).toMatchObject({ key: 'failover', requestedModel: 'asked', servedModel: 'primary-chat' })
      expect(record.routing).toMatchObject({
        strategy: 'failover',
        source: { candidates: 'key', triggers: 'key' },
      })
    },
  )

  it.each([false, true])('moves to the next candidate after its delay, streamed %s', async (stream) => {
    simulate('primary-chat', serverError())
    const start = performance.now()
    const reply = await askWith('failover', { stream })

    expect(reply.model).toBe('backup-chat')
    expect(performance.now() - start).toBeGreaterThanOrEqual(99)
  })

  it('moves on nothing but 5xx and time-outs unless it says more', async () => {
    simulate('primary-chat', rateLimited({ retryAfterS: 30 }))

    expect((await askWith('defaults')).error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
    expect((await askWith('any')).model).toBe('backup-chat')
  })

  it("moves on callers' mistakes under `any`", async () => {
    simulate('primary-chat', promptFiltered())

    expect((await askWith('defaults')).error).toMatchObject({ status: 400 })
    expect((await askWith('any')).model).toBe('backup-chat')
  })

  it('does not move at all with maxRetries 0', async () => {
    simulate('primary-chat', serverError())

    expect((await askWith('no-retries')).error).toMatchObject({ status: 502, code: 'upstream_failed' })
    expect(called()).toEqual(['primary-chat'])
  })

  it('orders by priority and moves as often as maxRetries says', async () => {
    for (const name of ['primary-chat', 'backup-chat']) simulate(name, overloaded())

    expect((await askWith('one-retry')).error).toMatchObject({ status: 503 })
    expect(called()).toEqual(['primary-chat', 'backup-chat'])
  })

  it('rotates the first candidate per key, exactly', async () => {
    const models: string[] = []
    for (let n = 0; n < 4; n++) {
      models.push((await askWith('round-robin')).model ?? '')
      if (n === 1) expect((await askWith('round-robin-2')).model).toBe('primary-chat')
    }

    expect(models).toEqual(['primary-chat', 'backup-chat', 'primary-chat', 'backup-chat'])
  })

  it('falls back from the rotated candidate to the other one', async () => {
    simulate('primary-chat', serverError())
    for (let n = 0; n < 4; n++) expect((await askWith('round-robin')).model).toBe('backup-chat')
  })

  it('prepends what was asked for to a native fallback', async () => {
    expect((await askWith('native')).model).toBe('asked')
    simulate('asked', rateLimited({ retryAfterS: 1 }))
    expect((await askWith('native')).model).toBe('openai-backup-chat')
    simulate('asked', serverError())
    expect((await askWith('native-by-provider')).model).toBe('third-chat')
    expect((await askWith('same-family')).model).toBe('openai-backup-chat')
  })

  it('skips entries of another type, with the reason, and takes reasoning for chat', async () => {
    simulate('asked', serverError())
    const reply = await askWith('mixed')

    expect(reply.model).toBe('thinker')
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.skipped).toContainEqual({
      deployment: 'vectors',
      reason: expect.stringContaining('of type embeddings'),
    })
  })

  it('skips candidates that the key may not use, with the reason', async () => {
    simulate('primary-chat', serverError())
    const reply = await askWith('narrow')

    expect(reply.error).toMatchObject({ status: 502 })
    expect(called()).toEqual(['primary-chat'])
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.skipped).toContainEqual({
      deployment: 'backup-chat',
      reason: 'not granted to this key',
    })
  })

  it("yields to the request's own list, which starts with what was asked for", async () => {
    simulate('asked', serverError())
    const reply = await askWith('failover', { body: { provider: { fallback: ['third-chat'] } } })

    expect(called()).toEqual(['asked', 'third-chat'])
    expect(reply.model).toBe('third-chat')
  })
})

describe('organization routing', () => {
  it('when it is off, key policies are not applied and nothing moves between models', async () => {
    await using off = await startBackstay({ ...CONFIG, organisation: { routing: { enabled: false } } })
    off.simulators[0]?.script.forModel('asked', serverError())
    const fallback = { provider: { fallback: ['third-chat'] } }
    const reply = await ask(off.clientFor('key-failover'), { model: 'asked', stream: false, body: fallback })
    const chain = await ask(off.clientFor('key-plain'), { model: 'chain', stream: false })
    const fine = await ask(off.clientFor('key-failover'), { model: 'backup-chat', stream: false })

    expect(reply.error).toMatchObject({ status: 502 })
    expect(chain.error).toMatchObject({ status: 502 })
    expect(fine.model).toBe('backup-chat')
    const record = await off.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.attempts).toHaveLength(1)
    expect(record.routing.skipped).toContainEqual({
      deployment: 'asked',
      reason: expect.stringContaining('organisation routing is off'),
    })
  })

  it('can forbid requests to bring their own routing', async () => {
    await using strict = await startBackstay({ ...CONFIG, organisation: { allow_request_override: false } })
    strict.simulators[0]?.script.forModel('asked', serverError())
    const reply = await ask(strict.clientFor('key-plain'), {
      model: 'asked',
      stream: false,
      body: { provider: { fallback: ['third-chat'] } },
    })

    expect(reply.error).toMatchObject({ status: 502 })
    const record = await strict.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.warnings.join()).toContain('does not allow requests to bring their own routing')
  })
})
