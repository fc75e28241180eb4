import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Behavior } from '#simulator/behavior'
import {
  cutAt,
  errorAfterTokens,
  malformedAfterTokens,
  overloaded,
  rateLimited,
  unfinished,
} from '#simulator/faults'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'
import type { Streamed } from './stream-clients.ts'
import { STREAM_CLIENTS, streamedBy } from './stream-clients.ts'

const TEXT = 'The quick brown ☃ fox jumps over the lazy dog.'
const ANSWER = { text: TEXT, usage: { input: 21, output: 12 } }

/** Model → where the clouds serve it. */
const CLOUDS = {
  'at-bedrock': { provider: 'bedrock', model: 'anthropic.claude-sonnet-4-5-20250929-v1:0' },
  'gemini-at-vertex': { provider: 'vertex', model: 'gemini-2.5-flash' },
  'claude-at-vertex': { provider: 'vertex', model: 'claude-sonnet-4-5@20250929' },
} as const

let backstay: Backstay

beforeAll(async () => {
  backstay = await startBackstay({
    providers: {
      bedrock: {
        kind: 'bedrock',
        base_url: '${HOST0}',
        location: 'eu-central-1',
        credentials: 'AKIAID:secret',
      },
      vertex: {
        kind: 'vertex',
        base_url: '${HOST0}',
        project: 'p',
        location: 'europe-west4',
        api_key: 'token',
      },
      other: { kind: 'openai-compatible', base_url: '${SIM1}', api_key: 'k' },
    },
    breaker: { failures: 1_000, min_requests: 10_000 },
    cooldown: { min_ms: 1, max_ms: 1, default_ms: 1 },
    fallback: { mid_stream: 'error' },
    models: [
      ...Object.entries(CLOUDS).map(([name, place]) => ({ name, deployments: [place] })),
      ...Object.entries(CLOUDS).map(([name, place]) => ({
        name: `${name}-or-other`,
        deployments: [place],
        fallbacks: ['other'],
      })),
      { name: 'other', deployments: [{ provider: 'other', model: 'other' }] },
    ],
    keys: [{ name: 'e2e', key: '${KEY}' }],
  })
})
afterAll(() => backstay.close())
beforeEach(() => {
  for (const { script } of backstay.simulators) script.reset()
  backstay.simulators[1]?.script.always({ text: TEXT })
})

const plays = (behavior: Behavior): void => {
  const isError = behavior.status !== undefined
  backstay.simulators[0]?.script.always(isError ? behavior : { ...ANSWER, ...behavior })
}
const MESSAGES = [{ role: 'user' as const, content: 'Hi' }]

async function ask(client: string, model: string): Promise<Pick<Streamed, 'text' | 'failed'>> {
  const { text, failed } = await streamedBy(client, { url: backstay.url, model, prompt: 'Hi' })
  return { text, failed }
}

/** What breaks, and where; `begun`: the client has something of the answer by then. */
const BREAKS: readonly (readonly [what: string, behavior: Behavior, begun: boolean])[] = [
  ['a connection that is reset before the headers', cutAt('before_headers'), false],
  ['an end after the headers', cutAt('after_headers', 'end'), false],
  ['an end before the first word', cutAt({ afterTokens: 0 }, 'end'), false],
  ['an error as the first event', errorAfterTokens(0), false],
  ['a status', overloaded(), false],
  ['a limit', rateLimited(), false],
  ['an end after three words', cutAt({ afterTokens: 3 }, 'end'), true],
  ['a reset after three words', cutAt({ afterTokens: 3 }, 'reset'), true],
  ['an end inside a word', cutAt({ insideToken: 4 }, 'end'), true],
  ['an error after three words', errorAfterTokens(3), true],
  ['no finish', unfinished(), true],
]

const PAIRS = Object.keys(STREAM_CLIENTS).flatMap((client) =>
  Object.keys(CLOUDS).map((model) => [client, model] as const),
)

describe.each(PAIRS)('%s, answered by the model %s', (client, model) => {
  it('gets a whole answer whole, also in single bytes', async () => {
    plays({})
    expect(await ask(client, model)).toEqual({ text: TEXT, failed: false })
    plays({ pieceBytes: 1 })
    expect(await ask(client, model)).toEqual({ text: TEXT, failed: false })
  })

  it.each(BREAKS)('takes none for whole that was broken by %s', async (_, behavior) => {
    plays(behavior)
    const { text, failed } = await ask(client, model)
    expect({ failed, text: TEXT.startsWith(text) }).toEqual({ failed: true, text: true })
  })

  it.each(BREAKS.filter(([, , begun]) => !begun))(
    'hears nothing of %s where another can answer',
    async (_, behavior) => {
      plays(behavior)
      expect(await ask(client, `${model}-or-other`)).toEqual({ text: TEXT, failed: false })
    },
  )
})

it.each(Object.keys(CLOUDS))('frames that are none do not end %s as if it were whole', async (model) => {
  plays(malformedAfterTokens(3))
  const { text, failed } = await ask('openai, chat completions', model)
  // An event of text may be left out; binary frames cannot be found again after one that is none.
  expect(failed ? TEXT.startsWith(text) : text === TEXT).toBe(true)
})

it.each(Object.keys(CLOUDS))(
  'the usage that %s reports is what is recorded, whole and streamed',
  async (model) => {
    backstay.simulators[0]?.script.always({
      usage: ANSWER.usage,
      toolCalls: [{ name: 'weather', arguments: { city: 'Oslo' } }],
    })
    const tools = [
      { type: 'function' as const, function: { name: 'weather', parameters: { type: 'object' } } },
    ]
    const { data, response } = await backstay.client.chat.completions
      .create({ model, messages: MESSAGES, tools })
      .withResponse()
    const [call] = data.choices[0]?.message.tool_calls ?? []
    expect(call).toMatchObject({ function: { name: 'weather', arguments: '{"city":"Oslo"}' } })
    expect(data.choices[0]?.finish_reason).toBe('tool_calls')
    const record = await backstay.recordOf(response.headers.get('x-request-id'))
    expect(record.tokens).toMatchObject({ input: 21, output: 12, estimated: false })
    const streamed = await backstay.client.chat.completions
      .stream({ model, messages: MESSAGES, tools, stream_options: { include_usage: true } })
      .finalChatCompletion()
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'weather', arguments: '{"city":"Oslo"}' },
    })
    expect(streamed.usage).toMatchObject({ prompt_tokens: 21, completion_tokens: 12 })
  },
)
