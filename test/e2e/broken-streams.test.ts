import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { APIError } from 'openai'
import type { Behavior } from '#simulator/behavior'
import { cutAt, errorAfterTokens, hangAfterTokens, unfinished } from '#simulator/faults'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const WORDS = 'one two three four five six seven eight'

/** Ways in which a stream breaks after its first tokens. */
const BREAKS: readonly { readonly id: string; readonly behavior: Behavior; readonly class?: string }[] = [
  { id: 'cut-cleanly', behavior: cutAt({ afterTokens: 3 }, 'end') },
  { id: 'cut-by-reset', behavior: cutAt({ afterTokens: 3 }, 'reset') },
  { id: 'cut-inside-the-message', behavior: cutAt({ afterTokens: 3 }, 'destroy') },
  { id: 'cut-inside-an-event', behavior: { ...cutAt({ afterBytes: 700 }, 'end') } },
  { id: 'error-event', behavior: errorAfterTokens(3) },
  { id: 'error-event-and-sentinel', behavior: { errorEvent: { afterTokens: 3, error: {}, done: true } } },
  { id: 'no-finish-reason', behavior: unfinished() },
  { id: 'no-finish-reason-but-sentinel', behavior: { omit: { finish: true } } },
  { id: 'stall', behavior: hangAfterTokens(3), class: 'timeout' },
  { id: 'stall-right-after-the-commit', behavior: hangAfterTokens(1), class: 'timeout' },
]

const WHOLE: readonly { readonly id: string; readonly behavior: Behavior }[] = [
  { id: 'no-sentinel', behavior: { omit: { done: true } } },
  { id: 'comments-and-crlf', behavior: { keepalive: { count: 3 }, lineEnds: 'crlf' } },
  { id: 'carriage-returns', behavior: { lineEnds: 'cr' } },
  { id: 'malformed-event-in-between', behavior: { malformedChunk: { afterTokens: 2 } } },
  { id: 'byte-by-byte', behavior: { pieceBytes: 1 } },
  { id: 'at-once', behavior: { pieceBytes: 1_000_000 } },
]

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      first: { kind: 'openai', base_url: '${SIM0}', api_key: 'first-key' },
      second: { kind: 'openai', base_url: '${SIM1}', api_key: 'second-key' },
    },
    models: [...BREAKS, ...WHOLE].map(({ id }) => ({
      name: id,
      timeouts: { idle_ms: 100 },
      deployments: [
        { provider: 'first', model: id, priority: 1 },
        { provider: 'second', model: 'other', priority: 2 },
      ],
    })),
    fallback: { mid_stream: 'error' },
    keys: [{ name: 'app', key: '${KEY}' }],
  })
  for (const { id, behavior } of [...BREAKS, ...WHOLE]) {
    backstay.simulators[0]?.script.forModel(id, { text: WORDS, tokens: 8, ...behavior })
  }
})

afterAll(() => backstay.close())

describe('a stream that breaks after it began', () => {
  it.each(BREAKS)('throws from the iterator and is never continued in silence: $id', async (one) => {
    const reply = await ask(backstay.client, { model: one.id, stream: true })

    expect(reply.error).toBeInstanceOf(APIError)
    expect(reply.status).toBe(200)
    expect(reply.finish).toBeNull()
    expect(reply.text).not.toBe('')
    expect(WORDS.startsWith(reply.text)).toBe(true)
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record).toMatchObject({
      status: 200,
      errorClass: one.class ?? 'stream_interrupted',
      servedModel: one.id,
    })
    expect(record.routing.attempts).toMatchObject([{ outcome: 'broken', action: 'stop' }])
    expect(backstay.simulators[1]?.counts().requests).toBe(0)
  })

  it.each(BREAKS)('rejects in the stream helper: $id', async ({ id }) => {
    const stream = backstay.client.chat.completions.stream({
      model: id,
      messages: [{ role: 'user', content: 'Hi' }],
    })

    await expect(stream.finalChatCompletion()).rejects.toThrow(APIError)
  })

  it('tells what happened in the event that ends it', async () => {
    const reply = await ask(backstay.client, { model: 'cut-by-reset', stream: true })

    expect(reply.error?.message).toMatch(/broke off/)
    expect(reply.error).toMatchObject({ code: 'stream_interrupted' })
  })
})

describe('a stream that is whole', () => {
  it.each(WHOLE)('comes through complete: $id', async ({ id }) => {
    const reply = await ask(backstay.client, { model: id, stream: true })

    expect(reply).toMatchObject({ error: null, text: WORDS, finish: 'stop' })
    const record = await backstay.recordOf(reply.headers.get('x-request-id'))
    expect(record).toMatchObject({ status: 200, errorClass: null })
  })

  it('ends with the sentinel also where the provider forgot it', async () => {
    const response = await fetch(`${backstay.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${backstay.client.apiKey}` },
      body: JSON.stringify({
        model: 'no-sentinel',
        stream: true,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    })

    expect((await response.text()).trimEnd().split('\n').at(-1)).toBe('data: [DONE]')
  })
})
