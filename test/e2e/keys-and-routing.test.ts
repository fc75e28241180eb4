import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const TYPES = ['chat', 'reasoning', 'image', 'embeddings', 'audio', 'moderation', 'transcription', 'tts']
const NAMES = [
  'primary-chat',
  'backup-chat',
  'gpt-4.1',
  'claude-sonnet',
  'chat-a',
  'chat-b',
  'openai-backup-chat',
  'local-backup-chat',
]

const CONFIG = {
  providers: {
    first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
    second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
  },
  models: [
    ...NAMES.map((name, i) => ({
      name,
      deployments: [{ provider: i % 2 === 0 ? 'first' : 'second', model: name }],
    })),
    ...TYPES.map((type) => ({ name: `a-${type}`, type, deployments: [{ provider: 'first', model: type }] })),
  ],
  keys: [
    { name: 'app', key: '${KEY}' },
    {
      name: 'declared',
      key: 'declared-key-0123456789',
      routing: { chat: { candidates: [{ modelName: 'chat-a' }] } },
    },
  ],
}

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 2)
})
afterAll(() => backstay.close())

const send = (method: string, path: string, body?: unknown) =>
  askAdmin(backstay, path, { method, ...(body !== undefined && { body }) })

interface Key {
  readonly id: string
  readonly key: string
}

async function makeKey(members: object): Promise<Key> {
  const { status, body } = await send('POST', 'apikeys', members)
  expect([status, body]).toEqual([201, expect.anything()])
  return body as Key
}

const statusWith = async (key: string, model = 'chat-a') => {
  const answer = await ask(backstay.clientFor(key), { model, stream: false })
  return answer.status === 200 ? 200 : (answer.error as { code?: string }).code
}

/** The bodies of the document that this is built after. */
const POLICIES = {
  configured: {
    strategy: 'failover',
    candidates: [
      { modelName: 'primary-chat', priority: 1 },
      { modelName: 'backup-chat', priority: 2 },
    ],
    failoverOn: ['5xx', 'timeout'],
    maxRetries: 2,
    retryDelayMs: 100,
  },
  failover: {
    strategy: 'failover',
    candidates: [
      { modelName: 'gpt-4.1', priority: 1 },
      { modelName: 'claude-sonnet', priority: 2 },
    ],
  },
  roundRobin: {
    strategy: 'round_robin',
    candidates: [
      { modelName: 'chat-a', priority: 1 },
      { modelName: 'chat-b', priority: 2 },
    ],
  },
  native: {
    strategy: 'failover',
    nativeFallback: { openai: ['openai-backup-chat'], vllm: ['local-backup-chat'] },
    failoverOn: ['5xx', 'timeout', 'rate_limit'],
  },
} as const

describe('the routes of smart routing', () => {
  it.each(Object.entries(POLICIES))('take and answer the policy %s', async (name, policy) => {
    const { id } = await makeKey({ name: `policy-${name}` })
    for (const path of [`/api/admin/apikeys/${id}/routing`, `apikeys/${id}/routing`]) {
      const changed = await send('PATCH', path, { routing: { chat: policy } })
      expect(changed).toMatchObject({ status: 200, body: { routing: { chat: policy } } })
      expect((await send('GET', path)).body).toEqual(changed.body)
    }
  })

  it('replace per type of model, for all of them, and clear with null', async () => {
    const { id } = await makeKey({ name: 'all-types' })
    const path = `apikeys/${id}/routing`
    for (const type of TYPES) {
      const routing = {
        [type]: { strategy: 'priority', candidates: [{ modelName: `a-${type}`, priority: 1 }] },
      }
      expect(await send('PATCH', path, { routing })).toMatchObject({ status: 200, body: { routing } })
    }
    const { body } = await send('GET', path)
    expect(Object.keys((body as { routing: object }).routing).toSorted()).toEqual(TYPES.toSorted())
    const cleared = await send('PATCH', path, { routing: { chat: null, tts: null } })
    expect(Object.keys((cleared.body as { routing: object }).routing)).toHaveLength(TYPES.length - 2)
  })

  it('decide the next request', async () => {
    const { id, key } = await makeKey({ name: 'decides' })
    await send('PATCH', `apikeys/${id}/routing`, { routing: { chat: POLICIES.configured } })
    backstay.simulators[0]?.script.forModel('primary-chat', serverError())
    const answer = await ask(backstay.clientFor(key), { model: 'chat-a', stream: false })
    backstay.simulators[0]?.script.forModel('primary-chat')
    expect(answer.headers.get('x-backstay-model')).toBe('backup-chat')

    expect(await send('PATCH', 'routing', { routing: { enabled: false } })).toEqual(
      expect.objectContaining({ status: 200, body: { routing: { enabled: false } } }),
    )
    const off = await ask(backstay.clientFor(key), { model: 'chat-a', stream: false })
    expect(off.headers.get('x-backstay-model')).toBe('chat-a')
    await send('PATCH', 'routing', { routing: { enabled: true } })
    const on = await ask(backstay.clientFor(key), { model: 'chat-a', stream: false })
    expect(on.headers.get('x-backstay-model')).toBe('primary-chat')
  })

  it('refuse what is not known, with its path', async () => {
    const { id } = await makeKey({ name: 'refuses' })
    const wrong = [
      [
        { chat: { candidates: [{ modelName: 'gone', priority: 1 }] } },
        'routing.chat.candidates[0].modelName',
      ],
      [{ chat: { nativeFallback: { openai: ['gone'] } } }, 'routing.chat.nativeFallback.openai[0]'],
      [{ chat: { strategy: 'fastest' } }, 'routing.chat.strategy'],
      [{ speech: POLICIES.failover }, 'routing.speech'],
      [{ chat: { ...POLICIES.failover, failoverOn: ['sometimes'] } }, 'routing.chat.failoverOn'],
      [{ chat: { ...POLICIES.failover, retries: 1 } }, 'routing.chat.retries'],
    ] as const
    for (const [routing, param] of wrong) {
      const answer = await send('PATCH', `apikeys/${id}/routing`, { routing })
      expect([routing, answer]).toMatchObject([routing, { status: 400, body: { error: { param } } }])
    }
    expect((await send('GET', `apikeys/${id}/routing`)).body).toEqual({ routing: {} })
  })

  it('add to a key of the file what the file does not say', async () => {
    const path = 'apikeys/declared/routing'
    expect(await send('PATCH', path, { routing: { chat: POLICIES.failover } })).toMatchObject({
      status: 409,
      body: { error: { code: 'declared_in_file', param: 'routing.chat' } },
    })
    const routing = { embeddings: { candidates: [{ modelName: 'a-embeddings' }] } }
    expect(await send('PATCH', path, { routing })).toMatchObject({ status: 200, body: { routing } })
    expect(
      await send('PATCH', path, { routing: { embeddings: { candidates: [{ modelName: 'gone' }] } } }),
    ).toMatchObject({
      status: 400,
      body: { error: { param: 'routing.embeddings.candidates[0].modelName' } },
    })
  })
})

describe('an API key', () => {
  it('is shown once, works, and is revoked for good', async () => {
    const { id, key } = await makeKey({
      name: 'short-lived',
      owner: 'ada',
      models: ['chat-a'],
      limits: { requestsPerMinute: 100 },
    })
    expect(await statusWith(key)).toBe(200)
    expect(await statusWith(key, 'chat-b')).toBe('model_not_granted')
    const read = await send('GET', `apikeys/${id}`)
    expect(JSON.stringify(read.body)).not.toContain(key)
    expect(read.body).toMatchObject({
      owner: 'ada',
      state: 'active',
      hint: `bs-…${key.slice(-4)}`,
      limits: { requestsPerMinute: 100 },
    })

    expect(await send('POST', `apikeys/${id}/revoke`)).toMatchObject({
      status: 200,
      body: { state: 'revoked' },
    })
    expect(await statusWith(key)).toBe('key_revoked')
    expect(await send('POST', `apikeys/${id}/rotate`, {})).toMatchObject({
      status: 409,
      body: { error: { code: 'already_revoked' } },
    })
  })

  it('expires', async () => {
    const { key } = await makeKey({ name: 'late', expiresAt: '2020-01-01T00:00:00Z' })
    expect(await statusWith(key)).toBe('key_expired')
  })

  it('is rotated in place, its old secret taken for a while', async () => {
    const first = await makeKey({ name: 'rotating' })
    const second = (await send('POST', `apikeys/${first.id}/rotate`, { graceSeconds: 3_600 })).body as Key
    expect(second).toMatchObject({ id: first.id, history: [{ hint: `bs-…${first.key.slice(-4)}` }] })
    expect([await statusWith(first.key), await statusWith(second.key)]).toEqual([200, 200])
    const third = (await send('POST', `apikeys/${first.id}/rotate`, {})).body as Key
    expect([await statusWith(second.key), await statusWith(third.key)]).toEqual(['key_expired', 200])
    const { body } = await send('GET', 'audit-logs?action=key.&limit=200')
    for (const { key } of [first, second, third]) expect(JSON.stringify(body)).not.toContain(key)
  })

  it('of the file is revoked there only', async () => {
    expect(await send('POST', 'apikeys/app/revoke')).toMatchObject({
      status: 409,
      body: { error: { code: 'declared_in_file' } },
    })
  })
})

describe('settings', () => {
  it('take a default list, which the next request falls back to', async () => {
    const changed = await send('PATCH', 'settings', {
      fallback: { default: ['backup-chat'] },
      organisation: { refusalLock: true },
    })
    expect(changed).toMatchObject({
      status: 200,
      body: { fallback: { default: ['backup-chat'] }, organisation: { refusalLock: true } },
    })
    backstay.simulators[0]?.script.forModel('chat-a', serverError())
    const answer = await ask(backstay.client, { model: 'chat-a', stream: false })
    backstay.simulators[0]?.script.forModel('chat-a')
    expect(answer.headers.get('x-backstay-model')).toBe('backup-chat')
    expect(await send('PATCH', 'settings', { fallback: { default: ['gone'] } })).toMatchObject({
      status: 400,
      body: { error: { param: 'fallback.default[0]' } },
    })
    const back = await send('PATCH', 'settings', {
      fallback: { default: null },
      organisation: { refusalLock: null },
    })
    expect(back).toMatchObject({ body: { fallback: { default: [] }, organisation: { refusalLock: false } } })
  })

  it('say for how long things are kept, for ever included', async () => {
    const changed = await send('PATCH', 'settings', { retention: { usageDays: 30, eventsDays: null } })
    expect(changed).toMatchObject({
      status: 200,
      body: { retention: { usageDays: 30, eventsDays: null, rollupDays: 1_095 } },
    })
    expect((await send('GET', 'settings')).body).toMatchObject({ retention: { eventsDays: null } })
    expect(await send('PATCH', 'settings', { retention: { usageDays: 0 } })).toMatchObject({
      status: 400,
      body: { error: { param: 'retention.usageDays' } },
    })
  })
})
