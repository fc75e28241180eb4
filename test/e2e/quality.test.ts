import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Question, Reply } from './ask.ts'
import { ask } from './ask.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const SCHEMA = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } }
const ASKS_SCHEMA = { response_format: { type: 'json_schema', json_schema: { name: 'n', schema: SCHEMA } } }

/** Name of the chain → its checks. */
const CHAINS = (hook: string): Readonly<Record<string, readonly unknown[] | null>> => ({
  bare: null,
  json: ['valid_json'],
  schema: ['json_schema'],
  own: [{ type: 'json_schema', schema: SCHEMA }],
  whole: ['not_truncated'],
  willing: ['not_refusal'],
  long: [{ type: 'min_length', chars: 20 }],
  matching: [{ type: 'matches', pattern: '^BEGIN', flags: 'i' }],
  stuck: [{ type: 'matches', pattern: '^(a+)+$' }],
  hooked: [{ type: 'webhook', url: `${hook}/check`, secret: 'hook-secret' }],
  held: ['valid_json'],
  heldHooked: [{ type: 'webhook', url: `${hook}/check` }],
  lost: [{ type: 'webhook', url: `${hook}/lost`, timeout_ms: 200 }],
  needed: [{ type: 'webhook', url: `${hook}/lost`, timeout_ms: 200, required: true }],
})

const config = (hook: string): object => ({
  providers: { main: { kind: 'openai', base_url: '${SIM0}', api_key: 'upstream-key' } },
  models: ['first', 'second', 'by-file'].map((name) => ({
    name,
    price: { input: 1, output: 1 },
    deployments: [{ provider: 'main', model: name }],
  })),
  fallback: {
    default: ['second'],
    triggers: [{ type: 'quality', checks: ['valid_json'] }],
    chains: Object.entries(CHAINS(hook)).map(([name, checks]) => ({
      name,
      models: [{ model: 'first' }, { model: 'second' }],
      triggers: ['5xx', checks === null ? 'quality' : { type: 'quality', checks }],
      ...(name.startsWith('held') && { mid_stream: 'buffer', buffer: 'all' }),
    })),
  },
  keys: [
    { name: 'app', key: '${KEY}' },
    {
      name: 'policy',
      key: 'key-policy',
      routing: {
        chat: {
          candidates: [{ modelName: 'first' }, { modelName: 'second' }],
          failoverOn: ['5xx', { type: 'quality', checks: ['valid_json'] }],
        },
      },
    },
  ],
})

let hookServer: Server
let verdict: object = { pass: true }
const posted: { path: string; signature: unknown; body: Record<string, unknown> }[] = []
let backstay: Backstay

beforeAll(async () => {
  hookServer = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>
      posted.push({ path: request.url ?? '', signature: request.headers['webhook-signature'], body })
      if (request.url === '/check') response.end(JSON.stringify(verdict))
    })
  })
  await new Promise<void>((resolve) => {
    hookServer.listen(0, '127.0.0.1', resolve)
  })
  backstay = await startBackstay(config(`http://127.0.0.1:${(hookServer.address() as AddressInfo).port}`), 1)
})
afterAll(async () => {
  await backstay.close()
  hookServer.closeAllConnections()
  hookServer.close()
})
beforeEach(() => {
  backstay.simulators[0]?.script.reset()
  verdict = { pass: true }
  posted.length = 0
})

const says = (model: string, text: string, more: object = {}): void =>
  backstay.simulators[0]?.script.forModel(model, { text, ...more })
const asking = (model: string, more: Partial<Question> = {}): Promise<Reply> =>
  ask(backstay.client, { model, stream: false, ...more })
const header = (reply: Reply, name: string): string | null => reply.headers.get(`x-backstay-${name}`)

describe('an answer that fails a check', () => {
  it.each([
    ['json', 'no JSON', '{}', {}],
    ['schema', '{"name": 1}', '{"name": "Ada"}', ASKS_SCHEMA],
    ['bare', '{"name": 1}', '{"name": "Ada"}', ASKS_SCHEMA],
    ['bare', ' ', 'something', {}],
    ['own', '{}', '{"name": "Ada"}', {}],
    ['willing', "I'm sorry, but I can't help with that.", 'With pleasure.', {}],
    ['long', 'short', 'long enough for everybody', {}],
    ['matching', 'the end', 'Beginning', {}],
  ])('%s: %j gives way to %j', async (chain, bad, good, body) => {
    says('first', bad)
    says('second', good)
    const reply = await asking(chain, { body })
    expect([reply.status, reply.text]).toEqual([200, good])
    expect(header(reply, 'model')).toBe('second')
    expect(header(reply, 'fallbacks')).toBe('1')
    expect(header(reply, 'fallback-reason')).toBe('quality')
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.attempts.map(({ errorClass, action }) => [errorClass, action])).toEqual([
      ['quality', 'next_model'],
      [null, 'answer'],
    ])
    expect(record.wastedCostUsd).toBeGreaterThan(0)
    if (bad.length > 1) expect(JSON.stringify(record)).not.toContain(bad)
  })

  it('that was cut short gives way to a whole one', async () => {
    says('first', 'half', { finishReason: 'length' })
    says('second', 'whole')
    expect((await asking('whole')).text).toBe('whole')
  })

  it('is the last word when every other one fails too: 502, and the text stays back', async () => {
    says('first', 'no JSON')
    says('second', 'not here either')
    const reply = await asking('json')
    expect(reply.status).toBe(502)
    expect(reply.error?.code).toBe('upstream_failed')
    expect(reply.error?.message).toContain('quality')
    expect(JSON.stringify(reply.error?.error)).not.toContain('not here either')
    expect(reply.headers.get('x-should-retry')).toBe('false')
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.errorClass).toBe('quality')
  })

  it('moves where a key or the file asks for it, not only in chains', async () => {
    says('first', 'no JSON')
    says('by-file', 'no JSON')
    says('second', '{}')
    const byKey = await ask(backstay.clientFor('key-policy'), { model: 'first', stream: false })
    expect([byKey.text, header(byKey, 'model')]).toEqual(['{}', 'second'])
    expect((await asking('by-file')).text).toBe('{}')
    const asked = {
      backstay: { fallback: ['second'], triggers: [{ type: 'quality', checks: ['valid_json'] }] },
    }
    expect((await asking('first', { body: asked })).text).toBe('{}')
  })

  it('does not take its deployment out of service', async () => {
    says('first', 'no JSON')
    says('second', '{}')
    for (let n = 0; n < 7; n++) await asking('json')
    says('first', '{"well": true}')
    expect(header(await asking('json'), 'model')).toBe('first')
  })
})

describe('an answer that passes', () => {
  it('is delivered byte for byte, from where it was asked for', async () => {
    says('first', '{"name": "Ada"}')
    for (const chain of ['json', 'schema', 'own', 'bare']) {
      const reply = await asking(chain, { body: ASKS_SCHEMA })
      expect([reply.text, header(reply, 'model'), header(reply, 'fallbacks')]).toEqual([
        '{"name": "Ada"}',
        'first',
        '0',
      ])
    }
  })

  it('is a tool call too, which no check of texts is about', async () => {
    says('first', '', { toolCalls: [{ name: 'f', arguments: {} }] })
    for (const chain of ['json', 'long', 'matching', 'willing']) {
      expect(header(await asking(chain), 'model')).toBe('first')
    }
  })
})

describe('a stream', () => {
  it('that is held back as a whole is judged before the client gets any of it', async () => {
    says('first', 'no JSON at all', { tokens: 4 })
    says('second', '{"name": "Ada"}', { tokens: 3 })
    const reply = await asking('held', { stream: true })
    expect([reply.status, reply.text, reply.finish, reply.error]).toEqual([
      200,
      '{"name": "Ada"}',
      'stop',
      null,
    ])
    expect(header(reply, 'fallback-reason')).toBe('quality')
    says('second', 'none here either')
    expect((await asking('held', { stream: true })).status).toBe(502)
  })

  it('that was judged before is not judged again when it is over', async () => {
    says('first', 'fine', { tokens: 2 })
    const reply = await asking('heldHooked', { stream: true })
    expect(reply.text).toBe('fine')
    await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(posted.map(({ body }) => [body['streamed'], body['choices']])).toEqual([
      [true, [{ text: 'fine', finish_reason: 'stop' }]],
    ])
  })

  it('that is not held back is delivered whatever it says, and judged when it is over', async () => {
    says('first', 'no JSON at all', { tokens: 4 })
    verdict = { pass: false }
    const reply = await asking('hooked', { stream: true })
    expect([reply.text, reply.error, header(reply, 'model')]).toEqual(['no JSON at all', null, 'first'])
    const [told] = await poll(() => (posted.length > 0 ? posted : undefined))
    expect(told?.body).toMatchObject({ streamed: true, choices: [{ text: 'no JSON at all' }] })
  })
})

describe('a pattern that takes for ever', () => {
  it('is given up: the answer passes, and says so', async () => {
    says('first', `${'a'.repeat(60)}!`)
    const reply = await asking('stuck')
    expect([reply.status, header(reply, 'model')]).toEqual([200, 'first'])
    expect(header(reply, 'warnings')).toContain('matches')
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.routing.warnings).toEqual([expect.stringContaining('250 ms')])
  })
})

describe('a webhook', () => {
  it('that refuses moves the request on', async () => {
    says('first', 'dull')
    verdict = { pass: false, reason: 'dull' }
    const pending = asking('hooked')
    await poll(() => posted.length > 0 || undefined)
    const reply = await pending
    expect(reply.status).toBe(502)
    expect(posted.map(({ body }) => body['model'])).toEqual(['first', 'second'])
    expect(posted[0]?.body).toMatchObject({
      id: reply.headers.get('x-request-id'),
      key: 'app',
      streamed: false,
      choices: [{ text: 'dull', finish_reason: 'stop' }],
    })
    expect(posted[0]?.signature).toMatch(/^v1,/u)
  })

  it('that does not answer lets the answer pass and is listed, unless it is required', async () => {
    const lost = await asking('lost')
    expect([lost.status, header(lost, 'model')]).toEqual([200, 'first'])
    expect(header(lost, 'warnings')).toContain('webhook')
    const needed = await asking('needed')
    expect(needed.status).toBe(502)
    expect(needed.error?.message).toContain('did not answer within 200 ms')
  })
})
