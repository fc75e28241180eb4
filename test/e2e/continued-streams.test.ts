import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import Anthropic, { APIError as AnthropicError } from '@anthropic-ai/sdk'
import { APIError } from 'openai'
import type { Behavior } from '#simulator/behavior'
import { cutAt, errorAfterTokens, hangAfterTokens, serverError, unfinished } from '#simulator/faults'
import type { Question, Reply } from './ask.ts'
import { ask } from './ask.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const WORDS = 'one two three four five six seven eight'
const TEXT: Behavior = { text: WORDS.split(/(?= )/u) }

let backstay: Backstay

const places = (prefill: unknown = null) => [
  { provider: 'first', model: 'm', priority: 1 },
  { provider: 'second', model: 'm', priority: 2, prefill },
]

beforeAll(async () => {
  const provider = (sim: string, key: string) => ({ kind: 'openai', base_url: sim, api_key: key })
  backstay = await startBackstay(
    {
      providers: {
        first: provider('${SIM0}', 'first-key'),
        second: provider('${SIM1}', 'second-key'),
        third: provider('${SIM2}', 'third-key'),
        claude: { kind: 'anthropic', base_url: '${HOST1}', api_key: 'claude-key' },
      },
      timeouts: { idle_ms: 150 },
      breaker: { failures: 1_000, min_requests: 1_000 },
      models: [
        { name: 'prefilled', deployments: places('plain') },
        { name: 'restarted', deployments: places() },
        { name: 'instructed', deployments: places(), mid_stream: { mode: 'continue', instructed: true } },
        { name: 'broken', deployments: places('plain'), mid_stream: 'error' },
        {
          name: 'several',
          deployments: [...places('plain'), { provider: 'third', model: 'm', priority: 3 }],
        },
        {
          name: 'crossing',
          deployments: [
            { provider: 'first', model: 'm', priority: 1 },
            { provider: 'claude', model: 'claude-3-haiku', priority: 2 },
          ],
        },
        { name: 'alone', deployments: [{ provider: 'first', model: 'm' }], fallbacks: ['other'] },
        { name: 'other', deployments: [{ provider: 'second', model: 'n' }] },
      ],
      keys: [
        { name: 'app', key: '${KEY}' },
        {
          name: 'settled',
          key: 'settled-key-0123456789',
          routing: {
            chat: {
              strategy: 'failover',
              candidates: [{ modelName: 'alone' }, { modelName: 'other' }],
              maxRetries: 0,
            },
          },
        },
      ],
    },
    3,
  )
})

afterAll(() => backstay.close())

beforeEach(() => {
  for (const { script } of backstay.simulators) {
    script.reset()
    script.always(TEXT)
  }
})

/** The first provider does this with the whole text, the second that. */
function scripted(first: Behavior, second: Behavior = {}): void {
  backstay.simulators[0]?.script.always({ ...TEXT, ...first })
  backstay.simulators[1]?.script.always({ ...TEXT, ...second })
}

const stream = (model: string, more: Partial<Question> = {}): Promise<Reply> =>
  ask(backstay.client, { model, stream: true, ...more })

const recordOf = (reply: Reply) => backstay.recordOf(reply.headers.get('x-request-id'))

const BREAKS: readonly (readonly [string, Behavior])[] = [
  ['cut cleanly', cutAt({ afterTokens: 3 }, 'end')],
  ['reset', cutAt({ afterTokens: 3 }, 'reset')],
  ['cut inside an event', cutAt({ insideToken: 4 }, 'destroy')],
  ['an error event', errorAfterTokens(3)],
  ['a stall', hangAfterTokens(3)],
  ['no finish reason', unfinished()],
]

describe('a stream that breaks off', () => {
  it.each(BREAKS)(
    'is gone on with from where it stopped, where a beginning can be given: %s',
    async (_, how) => {
      scripted(how, { prefill: { does: 'continue' } })
      const reply = await stream('prefilled')

      expect(reply).toMatchObject({ error: null, text: WORDS, finish: 'stop' })
      const record = await recordOf(reply)
      expect(record).toMatchObject({ status: 200, errorClass: null, provider: 'second' })
      expect(record.routing.attempts).toMatchObject([
        { outcome: 'broken', action: 'continue' },
        { outcome: 'answered', action: 'answer', rung: 'prefill' },
      ])
      expect(record.routing.continued).toMatchObject([
        { n: 2, rung: 'prefill', deployment: 'prefilled/second' },
      ])
    },
  )

  it('is gone on with by a restart where the beginning is refused, in one move', async () => {
    scripted(cutAt({ afterTokens: 3 }), { prefill: { does: 'refuse' } })
    const reply = await stream('prefilled')

    expect(reply).toMatchObject({ error: null, text: WORDS })
    const { routing } = await recordOf(reply)
    expect(routing.attempts).toMatchObject([
      { outcome: 'broken' },
      { outcome: 'failed', errorClass: 'invalid_request', action: 'continue', rung: 'prefill' },
      { outcome: 'answered', rung: 'restart' },
    ])
    expect(routing.fallbacks).toEqual(['stream_interrupted'])
  })

  it('ends in an error where the restart goes another way, and nothing of that is shown', async () => {
    scripted(cutAt({ afterTokens: 3 }), { diverge: { afterTokens: 2 } })
    const reply = await stream('restarted')

    expect(reply.error).toBeInstanceOf(APIError)
    expect(reply).toMatchObject({ text: 'one two three', finish: null })
    const record = await recordOf(reply)
    expect(record).toMatchObject({ errorClass: 'stream_interrupted' })
    expect(record.routing.attempts.map(({ outcome }) => outcome)).toEqual(['broken', 'cancelled'])
    expect(record.routing.continued).toBeUndefined()
  })

  it('is gone on with by a model that is asked to, where that is allowed and the restart goes another way', async () => {
    scripted(cutAt({ afterTokens: 3 }))
    backstay.simulators[1]?.script.always(
      { ...TEXT, diverge: { afterTokens: 2 } },
      { ...TEXT, prefill: { style: 'asked', does: 'continue', overlapTokens: 1 } },
    )
    const reply = await stream('instructed')

    expect(reply).toMatchObject({ error: null, text: WORDS })
    expect((await recordOf(reply)).routing.attempts.map(({ rung }) => rung)).toEqual([
      undefined,
      'restart',
      'instructed',
    ])
  })

  it('goes on to the next deployment where one fails, and where the second breaks off as well', async () => {
    scripted(cutAt({ afterTokens: 2 }))
    backstay.simulators[1]?.script.always(serverError())
    expect(await stream('several')).toMatchObject({ error: null, text: WORDS })
    scripted(cutAt({ afterTokens: 2 }), { prefill: { does: 'continue' }, ...cutAt({ afterTokens: 3 }) })
    const reply = await stream('several')

    expect(reply).toMatchObject({ error: null, text: WORDS, finish: 'stop' })
    const { routing } = await recordOf(reply)
    expect(routing.continued).toMatchObject([
      { n: 2, rung: 'prefill', atChars: 'one two'.length },
      { n: 3, rung: 'restart', atChars: 'one two three four five'.length },
    ])
  })

  it('is one stream to the client: one id, one role, one end, the usage of all', async () => {
    scripted(cutAt({ afterTokens: 3 }), { prefill: { does: 'continue' } })
    const created = backstay.client.chat.completions.create({
      model: 'prefilled',
      stream: true,
      stream_options: { include_usage: true },
      messages: [{ role: 'user', content: 'Hello' }],
    })
    const { data, response } = await created.withResponse()
    const chunks = []
    for await (const chunk of data) chunks.push(chunk)

    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    const choices = chunks.flatMap((chunk) => chunk.choices)
    expect(choices.filter(({ delta }) => delta.role !== undefined)).toHaveLength(1)
    expect(choices.filter(({ finish_reason: finish }) => finish !== null)).toHaveLength(1)
    const usages = chunks.flatMap(({ usage }) => usage ?? [])
    expect(usages).toHaveLength(1)
    const record = await backstay.recordOf(response.headers.get('x-request-id'))
    const parts = record.routing.attempts.map(({ tokens }) => tokens?.output ?? 0)
    expect(usages[0]?.completion_tokens).toBe(parts.reduce((sum, tokens) => sum + tokens, 0))
    expect(record.tokens.output).toBe(usages[0]?.completion_tokens)
  })

  it('says in its last chunk who went on with it, where that is asked for', async () => {
    scripted(cutAt({ afterTokens: 3 }), { prefill: { does: 'continue' } })
    const asked = backstay.client.chat.completions.create(
      { model: 'prefilled', stream: true, messages: [{ role: 'user', content: 'Hello' }] },
      { headers: { 'x-backstay-metadata': '1' } },
    )
    const chunks: object[] = []
    for await (const chunk of await asked) chunks.push(chunk)

    expect(chunks.at(-1)).toMatchObject({
      id: (chunks[0] as { id?: string }).id,
      choices: [],
      backstay: {
        model: 'prefilled',
        provider: 'first',
        attempts: 2,
        continued: [{ attempt: 2, rung: 'prefill', at_chars: 'one two three'.length, provider: 'second' }],
      },
    })
    const helped = backstay.client.chat.completions.stream(
      { model: 'prefilled', messages: [{ role: 'user', content: 'Hello' }] },
      { headers: { 'x-backstay-metadata': '1' } },
    )
    expect((await helped.finalChatCompletion()).choices[0]?.message.content).toBe(WORDS)
    const whole = await backstay.client.chat.completions.create(
      { model: 'prefilled', messages: [{ role: 'user', content: 'Hello' }] },
      { headers: { 'x-backstay-metadata': '1' } },
    )
    expect(whole).toMatchObject({
      backstay: { provider: 'second', fallbacks: ['network'], continued: [] },
    })
  })

  it.each<[string, string, Behavior, Partial<Question>]>([
    ['in the middle of a tool call', 'prefilled', { toolCalls: [{ name: 'f', arguments: { a: 1 } }] }, {}],
    ['in JSON mode', 'prefilled', {}, { body: { response_format: { type: 'json_object' } } }],
    ['with several choices', 'prefilled', {}, { body: { n: 2 } }],
    ['where mid_stream is error', 'broken', {}, {}],
    ['where the request says error', 'prefilled', {}, { body: { backstay: { mid_stream: 'error' } } }],
  ])('is not gone on with %s', async (_, model, more, question) => {
    scripted({ ...more, ...cutAt({ afterTokens: more.toolCalls === undefined ? 3 : 9 }) })
    const before = backstay.simulators[1]?.counts().requests
    const reply = await stream(model, question)

    expect(reply.error).toBeInstanceOf(APIError)
    expect(backstay.simulators[1]?.counts().requests).toBe(before)
  })

  it('moves to another model as far as moves are allowed', async () => {
    scripted(cutAt({ afterTokens: 3 }))
    expect(await stream('alone')).toMatchObject({ error: null, text: WORDS })
    const kept = await stream('alone', { headers: { 'x-backstay-no-fallback': '1' } })
    expect(kept.error).toBeInstanceOf(APIError)
    const settled = await ask(backstay.clientFor('settled-key-0123456789'), { model: 'alone', stream: true })
    expect(settled.error).toBeInstanceOf(APIError)
  })

  it('begins anew where only reasoning was sent', async () => {
    const reasoning = { text: 'Let me think about it for a while' }
    scripted({ reasoning, ...cutAt({ afterTokens: 2 }) }, { reasoning })
    const reply = await stream('restarted')

    expect(reply).toMatchObject({ error: null, text: WORDS })
    expect((await recordOf(reply)).routing.continued).toMatchObject([{ rung: 'clean', atChars: 0 }])
  })
})

describe('a stream between dialects', () => {
  const anthropic = () => new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 })
  const ask1 = (model: string) =>
    anthropic().messages.stream({ model, max_tokens: 100, messages: [{ role: 'user', content: 'Hello' }] })

  it.each<[string, Behavior]>([
    ['a beginning', { prefill: { does: 'continue' } }],
    ['a restart', { prefill: { does: 'refuse' } }],
  ])('is gone on with by a provider of another one, by %s', async (_, second) => {
    scripted(cutAt({ afterTokens: 3 }), second)
    expect(await stream('crossing')).toMatchObject({ error: null, text: WORDS, finish: 'stop' })
  })

  it.each(['prefilled', 'restarted', 'crossing'])('is one message to its client: %s', async (model) => {
    scripted(cutAt({ afterTokens: 3 }), { prefill: { does: 'continue' } })
    const message = await ask1(model).finalMessage()
    const text = message.content.map((part) => (part.type === 'text' ? part.text : '')).join('')
    expect(text).toBe(WORDS)
    expect(message.stop_reason).toBe('end_turn')
  })

  it('is an error of its own where nobody can go on', async () => {
    scripted(cutAt({ afterTokens: 3 }), { diverge: { afterTokens: 2 } })
    await expect(ask1('restarted').finalMessage()).rejects.toThrow(AnthropicError)
  })
})
