import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serverError } from '#simulator/faults'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { bytesOf } from './bytes-of.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { declared: { kind: 'openai', base_url: '${SIM0}', api_key: 'file-key-0123456789' } },
  models: [{ name: 'from-file', deployments: [{ provider: 'declared', model: 'one' }] }],
  organisation: { refusal_lock: true },
  keys: [{ name: 'app', key: '${KEY}' }],
}

const SECRET = 'sk-live-made-over-the-api-4242'

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 2)
})
afterAll(() => backstay.close())

const send = (method: string, path: string, body?: unknown, headers = {}) =>
  askAdmin(backstay, path, { method, headers, ...(body !== undefined && { body }) })

type Answer = Readonly<Record<string, unknown>> & {
  readonly id: string
  readonly deployments: readonly { readonly id: string; readonly apiKey: string | null }[]
}

async function done(method: string, path: string, body?: unknown): Promise<Answer> {
  const reply = await send(method, path, body)
  expect([reply.status, reply.body]).toEqual([expect.toSatisfy((status) => status < 300), expect.anything()])
  expect(JSON.stringify(reply.body)).not.toContain(SECRET)
  return reply.body as Answer
}

const sim = (index: number) => backstay.simulators[index]

describe('a model that is made over the API', () => {
  it('is called with the SDK, edited, and switched off', async () => {
    const deployments = [0, 1].map((index) => ({
      provider: { kind: 'openai' },
      baseUrl: sim(index)?.baseUrl,
      model: `upstream-${index}`,
      apiKey: SECRET,
      tokensPerMinute: 100_000,
    }))
    const made = await done('POST', 'models', { name: 'made', deployments })
    expect(made).toMatchObject({
      source: 'store',
      revision: 1,
      createdBy: 'admin-token',
      deployments: [{ provider: 'declared', share: 0.5, apiKey: 'sk-…4242' }, { provider: 'openai' }],
    })
    const first = await ask(backstay.client, { model: 'made', stream: false })
    expect(first.status).toBe(200)
    expect(
      sim(0)?.requests.at(-1)?.headers['authorization'] ?? sim(1)?.requests.at(-1)?.headers['authorization'],
    ).toBe(`Bearer ${SECRET}`)

    sim(0)?.script.next(serverError(), serverError(), serverError(), serverError())
    for (let n = 0; n < 4; n++) {
      expect((await ask(backstay.client, { model: 'made', stream: false })).status).toBe(200)
    }

    // As a form sends it back: ids, masked secrets and all.
    const sentBack = made.deployments.map(({ id, apiKey }, i) => ({
      id,
      apiKey,
      provider: ['declared', 'openai'][i],
      model: `edited-${i}`,
    }))
    const edited = await done('PATCH', 'models/made', { deployments: sentBack, contextWindow: 1_000 })
    expect(edited).toMatchObject({
      revision: 2,
      contextWindow: 1_000,
      deployments: [{ apiKey: 'sk-…4242', model: 'edited-0' }, {}],
    })

    const [one] = edited.deployments
    const off = await done('PATCH', `models/made/deployments/${one?.id}`, { enabled: false })
    expect(off.deployments).toMatchObject([{ enabled: false, share: 0 }, { share: 1 }])
    const answered = await ask(backstay.client, { model: 'made', stream: false })
    expect(answered.headers.get('x-backstay-deployment')).toBe('made/openai')

    await done('PATCH', 'models/made', { enabled: false })
    expect((await ask(backstay.client, { model: 'made', stream: false })).status).toBe(503)
    await done('DELETE', 'models/made')
    expect((await ask(backstay.client, { model: 'made', stream: false })).status).toBe(404)
  })

  it('is refused with the path of what is wrong', async () => {
    const wrong = [
      [{ name: 'x', deployments: [{ provider: 'nobody', model: 'm' }] }, 'deployments[0].provider'],
      [{ name: 'x', deployments: [] }, 'deployments'],
      [
        { name: 'x', deployments: [{ provider: 'declared', model: 'm' }], fallbacks: ['gone'] },
        'fallbacks[0]',
      ],
      [{ name: 'x', deployments: [{ provider: 'declared', model: 'm' }], stratgy: 'cost' }, 'stratgy'],
      [
        { name: 'x', deployments: [{ provider: 'declared', model: 'm', apiKey: 'sk-…9999' }] },
        'deployments[0].apiKey',
      ],
      [
        { name: 'x', deployments: [{ provider: 'declared', model: 'm' }], triggers: ['sometimes'] },
        'triggers[0]',
      ],
    ] as const
    for (const [body, param] of wrong) {
      expect([body, await send('POST', 'models', body)]).toMatchObject([
        body,
        { status: 400, body: { error: { param } } },
      ])
    }
    const taken = await send('POST', 'models', {
      name: 'from-file',
      deployments: [{ provider: 'declared', model: 'm' }],
    })
    expect(taken).toMatchObject({ status: 409, body: { error: { code: 'already_exists', param: 'name' } } })
  })
})

describe('what the file declares', () => {
  it('refuses every write', async () => {
    for (const [method, path, body] of [
      ['PATCH', 'providers/declared', { region: 'eu' }],
      ['DELETE', 'providers/declared', undefined],
      ['PATCH', 'models/from-file', { contextWindow: 1 }],
      ['DELETE', 'models/from-file', undefined],
      ['POST', 'models/from-file/deployments', { provider: 'declared', model: 'x' }],
    ] as const) {
      expect(await send(method, path, body)).toMatchObject({
        status: 409,
        body: { error: { code: 'declared_in_file' } },
      })
    }
  })
})

describe('changes', () => {
  it('take place on what their sender saw only', async () => {
    await done('POST', 'chains', {
      name: 'watched',
      models: [{ model: 'from-file' }],
      triggers: [{ type: 'latency', threshold_ms: 5 }],
    })
    const read = await send('GET', 'chains/watched')
    expect(read.headers.get('etag')).toBe('"1"')
    const [same, stale] = [
      await send('PATCH', 'chains/watched', { strategy: 'cost' }, { 'if-match': '"1"' }),
      await send('PATCH', 'chains/watched', { strategy: 'latency' }, { 'if-match': '"1"' }),
    ]
    expect([same.status, stale.status]).toEqual([200, 412])
    expect(await done('GET', 'chains/watched')).toMatchObject({
      strategy: 'cost',
      revision: 2,
      triggers: [{ thresholdMs: 5 }],
    })
    expect((await send('DELETE', 'chains/watched', undefined, { 'if-match': '"1"' })).status).toBe(412)
  })

  it('of what others name are refused with who they are', async () => {
    await done('POST', 'providers', {
      name: 'spare',
      kind: 'openai',
      baseUrl: sim(0)?.baseUrl,
      apiKey: SECRET,
      headers: { 'x-more': SECRET },
    })
    await done('POST', 'models', { name: 'needed', deployments: [{ provider: 'spare', model: 'm' }] })
    await done('POST', 'chains', {
      name: 'needs',
      models: [{ model: 'needed' }, { provider: 'spare', model: 'direct' }],
    })
    for (const path of ['providers/spare', 'models/needed']) {
      const refused = await send('DELETE', path)
      expect(refused).toMatchObject({
        status: 409,
        body: { error: { code: 'in_use', message: expect.stringContaining('chain "needs"') as string } },
      })
    }
    expect(await send('PATCH', 'models/needed', { name: 'other' })).toMatchObject({ status: 409 })
    for (const path of ['chains/needs', 'models/needed', 'providers/spare']) await done('DELETE', path)
  })

  it('stand in the audit log, and secrets nowhere', async () => {
    const { body } = await send('GET', 'audit-logs?limit=200')
    const text = JSON.stringify(body)
    expect(text).toContain('model.create')
    expect(text).toContain('provider.delete')
    expect(text).not.toContain(SECRET)
    const stored = await bytesOf(backstay.storeUrl)
    expect(stored.includes(SECRET)).toBe(false)
  })
})
