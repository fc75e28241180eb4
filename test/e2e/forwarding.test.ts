import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { error, overloaded } from '#simulator/faults'
import type { ReceivedRequest } from '#simulator/request-log'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay(`
providers:
  main: { kind: openai, base_url: "\${SIM0}", api_key: main-upstream-key, headers: { openai-organization: org-1 } }
  other: { kind: openai-compatible, base_url: "\${SIM1}", api_key: other-upstream-key }
models:
  - name: chat
    deployments:
      - { provider: main, model: upstream-name, priority: 1 }
      - { provider: other, model: other-name, priority: 2, params: { temperature: 0.5 }, extra_body: { top_k: 7 } }
breaker: { failures: 1000, min_requests: 1000 }
keys: [{ name: app, key: "\${KEY}" }]
`)
})

afterAll(() => backstay.close())

beforeEach(() => {
  for (const simulator of backstay.simulators) {
    simulator.script.reset()
    simulator.clearRequests()
  }
})

/** Sends exactly these bytes. */
function send(body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${backstay.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'authorization': `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
    body,
  })
}

function received(simulator: number): ReceivedRequest {
  const last = backstay.simulators[simulator]?.requests.at(-1)
  if (last === undefined) throw new Error(`simulator ${simulator} was not called`)
  return last
}

describe('a request body', () => {
  // The @ stands for the name of the model, here and upstream.
  it.each([
    [
      'unknown members, odd spacing and number forms',
      '{ "x_new" : {"a": [1.0, 1e3, 12345678901234567890]},\t"model":"@" , "messages":[{"role":"user","content":"Hi"}],"seed":7.0}',
    ],
    [
      'escapes as they were written',
      '{"model":"@","messages":[{"role":"user","content":"\\u00e9\\/\\ud83d\\ude00 \\"model\\": \\"chat\\""}]}',
    ],
    [
      'members of the same names deeper down',
      '{"messages":[{"role":"user","content":"Hi","model":"chat"}],"metadata":{"model":"x","provider":{}},"model":"@"}',
    ],
    [
      'bytes that are not ASCII',
      '{"messages":[{"role":"user","content":"日本語 😀"}],"model":"@","user":"é"}',
    ],
    ['line ends', '{\n  "model": "@",\r\n  "messages": [\n    {"role": "user", "content": "Hi"}\n  ]\n}\n'],
    [
      'a member called __proto__',
      '{"__proto__":{"polluted":true},"model":"@","messages":[{"role":"user","content":"Hi"}]}',
    ],
  ])('survives byte for byte but for the model: %s', async (_, template) => {
    const response = await send(template.replace('@', 'chat'))

    expect(response.status).toBe(200)
    expect(received(0).bodyText).toBe(template.replace('@', 'upstream-name'))
  })

  it('loses the members that are for the gateway, and no others', async () => {
    await send(
      '{"model":"chat","provider":{"fallback":["x"]},"models":["y"],"session_id":"s","backstay":{},"providers":1,"messages":[{"role":"user","content":"Hi"}]}',
    )

    expect(received(0).bodyText).toBe(
      '{"model":"upstream-name","providers":1,"messages":[{"role":"user","content":"Hi"}]}',
    )
  })

  it('with two members called model is understood as the provider would', async () => {
    const response = await send(
      '{"model":"nonsense","messages":[{"role":"user","content":"Hi"}],"model":"chat"}',
    )

    expect(response.status).toBe(200)
    expect(received(0).body).toMatchObject({ model: 'upstream-name' })
    expect(received(0).bodyText).not.toContain('nonsense')
  })

  it('is changed for each deployment from the original, not from the change before', async () => {
    backstay.simulators[0]?.script.always(overloaded())
    await send('{"model":"chat","messages":[{"role":"user","content":"Hi"}],"top_k":1}')

    expect(received(0).bodyText).toBe(
      '{"model":"upstream-name","messages":[{"role":"user","content":"Hi"}],"top_k":1}',
    )
    expect(received(1).body).toEqual({
      model: 'other-name',
      messages: [{ role: 'user', content: 'Hi' }],
      top_k: 7,
      temperature: 0.5,
    })
  })
})

describe('usage in streams', () => {
  it.each<[string, { readonly stream_options?: object }, boolean]>([
    ['is asked for, and taken out again, where the client did not ask', {}, false],
    ['comes through where the client asked', { stream_options: { include_usage: true } }, true],
    ['is respected where the client said no', { stream_options: { include_usage: false } }, false],
    ['keeps other options', { stream_options: { include_obfuscation: false } }, false],
  ])('%s', async (_, body, seen) => {
    const reply = await ask(backstay.client, { model: 'chat', stream: true, body })

    expect(received(0).body).toMatchObject({
      stream_options: { ...body.stream_options, include_usage: true },
    })
    expect(reply.usage !== null).toBe(seen)
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.tokens).toMatchObject({ estimated: false })
    expect(record.tokens.output).toBeGreaterThan(0)
  })
})

describe('credentials and headers', () => {
  it('of the caller stay here, and each provider gets its own', async () => {
    backstay.simulators[0]?.script.always(overloaded())
    await send('{"model":"chat","messages":[{"role":"user","content":"Hi"}]}', {
      'cookie': 'session=secret',
      'x-api-key': 'callers-other-key',
      'x-custom': 'of the caller',
      'openai-beta': 'assistants=v2',
      'traceparent': '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    })

    expect(received(0)).toMatchObject({ apiKey: 'main-upstream-key' })
    expect(received(0).headers['openai-organization']).toBe('org-1')
    expect(received(1)).toMatchObject({ apiKey: 'other-upstream-key' })
    for (const { headers } of [received(0), received(1)]) {
      expect(JSON.stringify(headers)).not.toMatch(/secret|callers-other-key|of the caller|bs-e2e/)
      expect(headers).toMatchObject({
        'openai-beta': 'assistants=v2',
        'traceparent': expect.stringMatching(/^00-0af7/),
      })
    }
    expect(received(1).headers['openai-organization']).toBeUndefined()
  })

  it.each(['authorization', 'x-api-key', 'x-goog-api-key'])('finds the key in %s', async (header) => {
    const response = await fetch(`${backstay.url}/v1/models`, {
      headers: { [header]: header === 'authorization' ? `bearer ${KEY}` : KEY },
    })

    expect(response.status).toBe(200)
  })

  it('of the provider do not come back, but for its request id', async () => {
    backstay.simulators[0]?.script.always({
      headers: {
        'set-cookie': 'a=b',
        'openai-organization': 'org-1',
        'x-ratelimit-limit-requests': '5',
        'x-request-id': 'req_up',
      },
    })
    const { headers } = await send('{"model":"chat","messages":[{"role":"user","content":"Hi"}]}')

    expect(headers.get('x-upstream-request-id')).toBe('req_up')
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    for (const name of ['set-cookie', 'openai-organization', 'x-ratelimit-limit-requests'])
      expect(headers.has(name)).toBe(false)
    expect(Number(headers.get('x-backstay-overhead-ms'))).toBeGreaterThanOrEqual(0)
    expect(headers.get('server-timing')).toMatch(/^gateway;dur=[\d.]+, upstream;dur=[\d.]+$/)
  })

  it('are cut out of what a provider says about them', async () => {
    const said = `Wrong key main-upstream-key for ${backstay.simulators[0]?.baseUrl}/chat/completions, ask sk-proj-abcdef0123456789.`
    backstay.simulators[0]?.script.always(error(400, { message: said, code: 'odd' }))
    const reply = await ask(backstay.client, { model: 'chat', stream: false })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))

    expect(reply.error).toMatchObject({ status: 400, code: 'odd' })
    for (const seen of [reply.error?.message, JSON.stringify(record)]) {
      expect(seen).toContain('Wrong key')
      expect(seen).not.toMatch(/main-upstream-key|sk-proj-abc|127\.0\.0\.1/)
    }
  })
})
