import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import type { Break } from './continued.ts'
import { BREAKS, ONE_ANSWER, TEXT, TOKENS, watch } from './continued.ts'
import { limited } from './limited.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const SPEAKING = ['chat', 'messages'] as const
type Speaking = (typeof SPEAKING)[number]

/** What the second provider does with the beginning; newer models of Anthropic refuse it, older ones its white space. */
const SECONDS: Readonly<Record<string, Behavior>> = {
  continues: { prefill: { does: 'continue', refusesTrailingSpace: true } },
  refuses: { prefill: { does: 'refuse' } },
}

interface Case {
  readonly name: string
  readonly first: Speaking
  readonly second: Speaking
  readonly does: string
  readonly kind: Break
  readonly after: number
}

const CASES: readonly Case[] = SPEAKING.flatMap((first) =>
  SPEAKING.flatMap((second) =>
    Object.keys(SECONDS).flatMap((does) =>
      TOKENS.map((_, n) => {
        const kind = (['reset', 'clean-end', 'error-event', 'half-an-event'] as const)[n % 4] ?? 'reset'
        return { name: `${first}-${second}-${does}-${n + 1}`, first, second, does, kind, after: n + 1 }
      }),
    ),
  ),
)

let backstay: Backstay
let anthropic: Anthropic
let google: GoogleGenAI

beforeAll(async () => {
  const place = (speaking: Speaking, simulator: number): object =>
    speaking === 'chat'
      ? { kind: 'openai-compatible', base_url: `\${SIM${simulator}}` }
      : { kind: 'anthropic', base_url: `\${HOST${simulator}}`, api_key: 'k' }
  backstay = await startBackstay({
    providers: Object.fromEntries(
      SPEAKING.flatMap((speaking) => [
        [`first-${speaking}`, place(speaking, 0)],
        [`second-${speaking}`, place(speaking, 1)],
      ]),
    ),
    models: CASES.map(({ name, first, second }) => ({
      name,
      fallbacks: [],
      max_output_tokens: 1_000,
      deployments: [
        { provider: `first-${first}`, model: name, priority: 1 },
        // What is known of the kind decides for Anthropic.
        {
          provider: `second-${second}`,
          model: name,
          priority: 2,
          ...(second === 'chat' && { prefill: true }),
        },
      ],
    })),
    routing: { retry_budget: { ratio: 1, min_per_second: 1_000 } },
    keys: [{ name: 'app', key: '${KEY}' }],
  })
  anthropic = new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 })
  google = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: backstay.url } })
  for (const { name, second, does, kind, after } of CASES) {
    const given = SECONDS[does]?.prefill
    // Chat completions take white space at the end.
    const prefill = given === undefined || second === 'messages' ? given : { does: given.does }
    backstay.simulators[0]?.script.forModel(name, { text: TOKENS, ...BREAKS[kind](after) })
    backstay.simulators[1]?.script.forModel(name, { text: TOKENS, ...(prefill !== undefined && { prefill }) })
  }
})

afterAll(() => backstay.close())

const CLIENTS = ['chat', 'messages', 'responses', 'gemini'] as const
type Client = (typeof CLIENTS)[number]

/** The same shape for clients of every dialect: how often each thing was there, and the text. */
async function hear(client: Client, model: string): Promise<object> {
  if (client === 'chat') {
    const { text, ids, models, roles, finishes, error } = await watch(backstay.client, model)
    return { text, ids, models, roles, finishes, error }
  }
  if (client === 'responses') return hearResponse(model)
  if (client === 'gemini') return hearGemini(model)
  const stream = anthropic.messages.stream({
    model,
    max_tokens: 1_000,
    messages: [{ role: 'user', content: 'Tell me' }],
  })
  const counts = { message_start: 0, message_stop: 0, content_block_start: 0, content_block_stop: 0 }
  stream.on('streamEvent', ({ type }) => {
    if (type in counts) counts[type as keyof typeof counts] += 1
  })
  const { content, stop_reason: finish } = await stream.finalMessage()
  return { content, finish, ...counts }
}

async function hearResponse(model: string): Promise<object> {
  const stream = backstay.client.responses.stream({ model, input: 'Tell me' })
  const numbers: number[] = []
  const counts = { 'response.created': 0, 'response.completed': 0, 'response.output_item.added': 0 }
  let text = ''
  for await (const event of stream) {
    if ('sequence_number' in event) numbers.push(event.sequence_number)
    if (event.type in counts) counts[event.type as keyof typeof counts] += 1
    if (event.type === 'response.output_text.delta') text += event.delta
  }
  const { output_text: whole, status } = await stream.finalResponse()
  const rising = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0))
  return { text, whole, status, rising, ...counts }
}

async function hearGemini(model: string): Promise<object> {
  const chunks = await google.models.generateContentStream({ model, contents: 'Tell me' })
  const ids = new Set<string | undefined>()
  const finishes: unknown[] = []
  let text = ''
  for await (const chunk of chunks) {
    ids.add(chunk.responseId)
    const [candidate] = chunk.candidates ?? []
    text += (candidate?.content?.parts ?? []).map((part) => part.text ?? '').join('')
    if (candidate?.finishReason !== undefined) finishes.push(candidate.finishReason)
  }
  return { text, ids: ids.size, finishes }
}

const HEARD: Readonly<Record<Client, object>> = {
  chat: { text: TEXT, ...ONE_ANSWER },
  messages: {
    content: [{ type: 'text', text: TEXT }],
    finish: 'end_turn',
    message_start: 1,
    message_stop: 1,
    content_block_start: 1,
    content_block_stop: 1,
  },
  responses: {
    'text': TEXT,
    'whole': TEXT,
    'status': 'completed',
    'rising': true,
    'response.created': 1,
    'response.completed': 1,
    'response.output_item.added': 1,
  },
  gemini: { text: TEXT, ids: 1, finishes: ['STOP'] },
}

const limit = limited(16)

describe.each(CLIENTS)('for a client of %s, a stream that broke', (client) => {
  const pairs = SPEAKING.flatMap((first) =>
    SPEAKING.flatMap((second) => Object.keys(SECONDS).map((does) => [first, second, does] as const)),
  )

  it.each(pairs)('at any token at a provider of %s is one answer, where one of %s %s', async (...pair) => {
    const [first, second, does] = pair
    const cases = CASES.filter((one) => one.first === first && one.second === second && one.does === does)
    const wrong = await Promise.all(
      cases.map(({ name }) =>
        limit(async () => {
          const heard = await hear(client, name).catch((error: unknown) => ({ thrown: String(error) }))
          return JSON.stringify(heard) === JSON.stringify(HEARD[client]) ? null : [name, heard]
        }),
      ),
    )
    expect(wrong.filter((one) => one !== null)).toEqual([])
  })
})

it('is gone on with from its beginning wherever that is honored', async () => {
  const records = await backstay.records(CASES.length * CLIENTS.length)
  for (const { requestedModel, routing } of records) {
    const does = CASES.find(({ name }) => name === requestedModel)?.does
    const rungs = routing.continued?.map(({ rung }) => rung)
    expect(rungs, requestedModel).toEqual([does === 'continues' ? 'prefill' : 'restart'])
  }
})
