import { LLMock } from '@copilotkit/aimock'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

/** Faults as the independent mock makes them, and the class that they are given. */
const FAULTS = [
  { id: 'error-500', status: 500, class: 'server_error' },
  { id: 'error-503', status: 503, class: 'overloaded' },
  { id: 'error-429', status: 429, class: 'rate_limit' },
  { id: 'error-401', status: 401, class: 'auth' },
  { id: 'error-404', status: 404, class: 'model_unavailable' },
  { id: 'dropped', chaos: { dropRate: 1 }, class: 'server_error' },
  { id: 'malformed', chaos: { malformedRate: 1 }, class: 'server_error' },
  { id: 'limited', chaos: { rateLimitRate: 1 }, class: 'rate_limit' },
  { id: 'disconnected', chaos: { disconnectRate: 1 }, class: 'network' },
] as const

const TEXT = 'The quick brown fox jumps over the lazy dog.'

let mock: LLMock
let backstay: Backstay

beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 5 })
  for (const fault of FAULTS) {
    const answer =
      'status' in fault
        ? {
            error: { message: 'Injected.', type: 'injected', code: 'injected' },
            status: fault.status,
            retryAfter: 30,
          }
        : { content: TEXT }
    mock.on({ model: fault.id }, answer, 'chaos' in fault ? { chaos: fault.chaos } : {})
  }
  mock.on({ model: 'cut' }, { content: TEXT }, { truncateAfterChunks: 4 })
  mock.on({ model: 'tools' }, { toolCalls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }] })
  mock.on({ model: 'good' }, { content: TEXT })
  await mock.start()
  const place = (model: string, priority: number, key = model): object => ({
    provider: 'mock',
    model,
    api_key: `key-of-${key}`,
    priority,
  })
  backstay = await startBackstay(
    {
      providers: { mock: { kind: 'openai', base_url: `${mock.url}/v1` } },
      models: [
        ...FAULTS.flatMap(({ id }) =>
          ['whole', 'streamed'].map((mode) => ({
            name: `${id}-${mode}`,
            deployments: [place(id, 1, `${id}-${mode}`), place('good', 2)],
          })),
        ),
        ...['cut', 'tools', 'good'].map((id) => ({ name: id, deployments: [place(id, 1)] })),
      ],
      breaker: { failures: 1_000, min_requests: 1_000 },
      keys: [{ name: 'app', key: '${KEY}' }],
    },
    0,
  )
})

afterAll(async () => {
  await backstay.close()
  await mock.stop()
})

describe('an upstream that we did not write', () => {
  it.each([false, true])('answers with text and usage, streamed %s', async (stream) => {
    const reply = await ask(backstay.client, { model: 'good', stream })

    expect(reply).toMatchObject({ error: null, text: TEXT, model: 'good', finish: 'stop' })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record.tokens).toMatchObject({ estimated: false })
    expect(record.tokens.output).toBeGreaterThan(0)
  })

  it.each([false, true])('calls tools, streamed %s', async (stream) => {
    const params = { model: 'tools', messages: [{ role: 'user' as const, content: 'Weather in Oslo?' }] }
    const completion = stream
      ? await backstay.client.chat.completions.stream(params).finalChatCompletion()
      : await backstay.client.chat.completions.create(params)

    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ function: { name: 'weather', arguments: '{"city":"Oslo"}' } }] },
    })
  })

  it.each(FAULTS.flatMap((fault) => [false, true].map((stream) => ({ ...fault, stream }))))(
    'fails, and another place answers: $id, streamed $stream',
    async (fault) => {
      const { id, stream } = fault
      const reply = await ask(backstay.client, { model: `${id}-${stream ? 'streamed' : 'whole'}`, stream })

      expect(reply).toMatchObject({ error: null, text: TEXT, model: 'good' })
      expect(reply.headers.get('x-backstay-fallback-reason')).toBe(fault.class)
    },
  )

  it('breaks off a stream, which never looks whole', async () => {
    const reply = await ask(backstay.client, { model: 'cut', stream: true })

    expect(reply.error).not.toBeNull()
    expect(reply.finish).toBeNull()
    expect(TEXT.startsWith(reply.text)).toBe(true)
    expect(reply.text).not.toBe(TEXT)
  })
})
