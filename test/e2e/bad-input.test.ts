import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const MAX_BODY = 100_000
const GOOD = JSON.stringify({ model: 'chat', messages: [{ role: 'user', content: 'Hello' }] })

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(
    `
server: { max_body_bytes: ${MAX_BODY} }
providers:
  main: { kind: openai, base_url: "\${SIM0}", api_key: sk-upstream-secret-key }
models:
  - { name: chat, deployments: [{ provider: main, model: a }] }
  - { name: small, context_window: 50, capabilities: [tools], deployments: [{ provider: main, model: b }] }
keys:
  - { name: app, key: "\${KEY}" }
  - { name: elsewhere, key: key-elsewhere, ip: { allow: [192.0.2.0/24] } }
  - { name: limited, key: key-limited, limits: { requests_per_minute: 1 } }
`,
    1,
  )
})

afterAll(() => backstay.close())

// Whatever was sent: the gateway goes on.
afterEach(async () => {
  const { error } = await ask(backstay.client, { model: 'chat', stream: true })
  if (error !== null) throw error
})

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly key?: string | null
  readonly body?: string | Buffer<ArrayBuffer> | ReadableStream<Buffer>
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends anything at all; checks that the answer has the shape of an error and tells no secret. */
async function send(
  sent: Sent,
): Promise<{ readonly status: number; readonly error: Record<string, unknown>; readonly headers: Headers }> {
  const { method = 'POST', path = '/v1/chat/completions', key = KEY, body = null, headers = {} } = sent
  const response = await fetch(`${backstay.url}${path}`, {
    method,
    headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  })
  const text = await response.text()
  expect(text).not.toMatch(/sk-upstream|bs-e2e|key-elsewhere|127\.0\.0\.1|node:|\.ts\b/)
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('x-request-id')).not.toBeNull()
  const { error } = JSON.parse(text) as { error: Record<string, unknown> }
  expect(error).toMatchObject({
    message: expect.any(String),
    type: expect.any(String),
    code: expect.any(String),
  })
  expect(error['docs']).toBe(`docs/errors.md#${String(error['code'])}`)
  return { status: response.status, error, headers: response.headers }
}

const withMembers = (members: object): string =>
  JSON.stringify({ ...(JSON.parse(GOOD) as object), ...members })

describe('a body', () => {
  it.each<[string, string, string, string | null]>([
    ['that is broken JSON', '{"model": "chat", ', 'invalid_json', null],
    ['that is empty', '', 'invalid_json', null],
    ['that is HTML', '<html></html>', 'invalid_json', null],
    ['that is cut in a secret', '{"api_key": "sk-upstream-x', 'invalid_json', null],
    ['that is a list', '[1]', 'invalid_body', '$'],
    ['that is null', 'null', 'invalid_body', '$'],
    ['without a model', '{"messages":[{"role":"user","content":"Hi"}]}', 'invalid_body', 'model'],
    ['with a number for the model', withMembers({ model: 4 }), 'invalid_body', 'model'],
    ['with an empty model', withMembers({ model: '' }), 'invalid_body', 'model'],
    ['without messages', '{"model":"chat"}', 'invalid_body', 'messages'],
    ['with text for messages', withMembers({ messages: 'Hi' }), 'invalid_body', 'messages'],
    ['with no message', withMembers({ messages: [] }), 'invalid_body', 'messages'],
    [
      'with a message that is none',
      withMembers({ messages: [{ role: 'user' }, 5] }),
      'invalid_body',
      'messages[1]',
    ],
    ['with text for stream', withMembers({ stream: 'yes' }), 'invalid_body', 'stream'],
    ['with a list for stream_options', withMembers({ stream_options: [] }), 'invalid_body', 'stream_options'],
    ['with text for max_tokens', withMembers({ max_tokens: 'many' }), 'invalid_body', 'max_tokens'],
    [
      'with a negative limit',
      withMembers({ max_completion_tokens: -1 }),
      'invalid_body',
      'max_completion_tokens',
    ],
    ['with text for provider', withMembers({ provider: 'x' }), 'invalid_body', 'provider'],
    [
      'with an unknown routing',
      withMembers({ provider: { routing: 'best' } }),
      'invalid_body',
      'provider.routing',
    ],
    [
      'with an unknown trigger',
      withMembers({ backstay: { triggers: ['6xx'] } }),
      'invalid_body',
      'backstay.triggers[0]',
    ],
    [
      'with a wrong retry',
      withMembers({ backstay: { retry: { max_attempts: 0 } } }),
      'invalid_body',
      'backstay.retry.max_attempts',
    ],
    [
      'with an unknown time-out',
      withMembers({ backstay: { timeouts: { nap_ms: 1 } } }),
      'invalid_body',
      'backstay.timeouts.nap_ms',
    ],
    ['deeper than the stack', `${'['.repeat(40_000)}${']'.repeat(40_000)}`, 'invalid_body', '$'],
  ])('%s is refused with the path', async (_, body, code, param) => {
    const { status, error } = await send({ body })

    expect({ status, code: error['code'], param: error['param'] }).toEqual({ status: 400, code, param })
  })

  it('that is not UTF-8 is refused', async () => {
    const body = Buffer.from(GOOD.replace('Hello', 'H\u00e9llo'), 'latin1')

    expect(await send({ body })).toMatchObject({ status: 400, error: { code: 'invalid_json' } })
  })

  it.each([
    ['gzip', gzipSync(GOOD)],
    ['deflate', deflateSync(GOOD)],
    ['br', brotliCompressSync(GOOD)],
  ])('may be encoded with %s', async (encoding, body) => {
    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'authorization': `Bearer ${KEY}`, 'content-encoding': encoding },
      body,
    })

    expect(await response.json()).toMatchObject({ model: 'a' })
    expect(backstay.simulators[0]?.requests.at(-1)?.body).toMatchObject({ model: 'a' })
  })

  it.each([
    [
      'in an unknown encoding',
      { body: GOOD, headers: { 'content-encoding': 'lzma' } },
      415,
      'unsupported_encoding',
    ],
    [
      'that is not what its encoding says',
      { body: GOOD, headers: { 'content-encoding': 'gzip' } },
      400,
      'invalid_json',
    ],
    [
      'that is a gzip bomb',
      { body: gzipSync(Buffer.alloc(50_000_000, 32)), headers: { 'content-encoding': 'gzip' } },
      413,
      'body_too_large',
    ],
    ['a little too large', { body: withMembers({ pad: 'x'.repeat(MAX_BODY) }) }, 413, 'body_too_large'],
    ['much too large', { body: withMembers({ pad: 'x'.repeat(20 * MAX_BODY) }) }, 413, 'body_too_large'],
  ] as const)('%s is refused', async (_, sent, status, code) => {
    expect(await send(sent as Sent)).toMatchObject({ status, error: { code } })
  })

  it.each([2, 20, 300])('in chunks is refused once it is %i times too large', async (times) => {
    const chunk = Buffer.alloc(MAX_BODY / 2, 32)
    let chunks = times * 2
    const body = new ReadableStream({
      pull: (controller) => (chunks-- > 0 ? controller.enqueue(chunk) : controller.close()),
    })

    expect(await send({ body })).toMatchObject({ status: 413, error: { code: 'body_too_large' } })
  })

  it('that is too large is told to the SDK as such', async () => {
    for (const times of [1, 100]) {
      const reply = await ask(backstay.client, {
        model: 'chat',
        stream: true,
        body: { user: 'x'.repeat(times * MAX_BODY) },
      })
      expect(reply.error).toMatchObject({ status: 413, code: 'body_too_large' })
    }
  })
})

describe('a request', () => {
  it.each<[string, Sent, number, string]>([
    ['without a key', { body: GOOD, key: null }, 401, 'missing_key'],
    ['with an unknown key', { body: GOOD, key: 'sk-something-else' }, 401, 'invalid_key'],
    ['with an empty key', { body: GOOD, key: '' }, 401, 'missing_key'],
    [
      'with a wrong scheme',
      { body: GOOD, key: null, headers: { authorization: `Basic ${btoa('a:b')}` } },
      401,
      'missing_key',
    ],
    ['from the wrong address', { body: GOOD, key: 'key-elsewhere' }, 403, 'ip_not_allowed'],
    ['for an unknown model', { body: withMembers({ model: 'gpt-99' }) }, 404, 'model_not_found'],
    ['to nowhere', { path: '/v1/nothing', body: GOOD }, 404, 'not_found'],
    ['to the root', { path: '/', body: GOOD }, 404, 'not_found'],
    ['for files', { path: '/v1/files', body: GOOD }, 404, 'endpoint_not_supported'],
    ['for batches', { path: '/v1/batches/batch_1', method: 'GET' }, 404, 'endpoint_not_supported'],
    ['by GET', { method: 'GET' }, 405, 'method_not_allowed'],
    ['by DELETE', { method: 'DELETE', path: '/v1/models' }, 405, 'method_not_allowed'],
    ['with a wrong deadline', { body: GOOD, headers: { 'x-deadline-ms': 'soon' } }, 400, 'invalid_header'],
    ['with a negative deadline', { body: GOOD, headers: { 'x-deadline-ms': '-5' } }, 400, 'invalid_header'],
    [
      'that is too long for the window',
      { body: withMembers({ model: 'small', messages: [{ role: 'user', content: 'x'.repeat(1_000) }] }) },
      400,
      'request_cannot_be_served',
    ],
    [
      'for what the model cannot',
      { body: withMembers({ model: 'small', response_format: { type: 'json_schema' } }) },
      400,
      'request_cannot_be_served',
    ],
  ])('%s gets its documented error', async (_, sent, status, code) => {
    const answer = await send(sent)

    expect(answer).toMatchObject({ status, error: { code } })
    if (status === 405) expect(answer.headers.get('allow')).toBe(sent.path === '/v1/models' ? 'GET' : 'POST')
  })

  it('over the limit of its key gets the time to wait', async () => {
    await ask(backstay.clientFor('key-limited'), { model: 'chat', stream: false })
    const { status, error, headers } = await send({ body: GOOD, key: 'key-limited' })

    expect({ status, code: error['code'] }).toEqual({ status: 429, code: 'key_limit_reached' })
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(50)
    expect(error['retry_after']).toBe(Number(headers.get('retry-after')))
  })

  it('with an unknown key leaves no record, one that was admitted leaves one', async () => {
    const unknown = await send({ body: GOOD, key: 'sk-something-else' })
    const admitted = await send({ body: withMembers({ model: 'gpt-99' }) })
    const record = await backstay.recordOf(admitted.headers.get('x-request-id'))

    expect(record).toMatchObject({ status: 404, errorClass: 'model_not_found', requestedModel: 'gpt-99' })
    const ids = (await backstay.records(1)).map(({ id }) => id)
    expect(ids).not.toContain(unknown.headers.get('x-request-id'))
  })
})
