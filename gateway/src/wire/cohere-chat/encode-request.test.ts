import { describe, expect, it } from 'vitest'
import { CLIENT_CODECS } from '#wire/codecs'
import { CONVERSATIONS, EXAMPLE } from '#wire/example-conversations'
import { openaiChat } from '#wire/openai-chat/codec'
import { encodeRequest } from './encode-request.ts'

const TARGET = { upstreamModel: 'command-a-03-2025', vendor: 'other', maxOutputTokens: 8000 } as const
const USER = { role: 'user', content: 'Hi' }
const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } } }
const TOOL = { type: 'function', function: { name: 'f', description: 'D', parameters: PARAMETERS } }
const OTHER = { type: 'function', function: { name: 'g', parameters: PARAMETERS } }

interface Message {
  readonly role: string
  readonly content?: string | readonly Record<string, unknown>[]
  readonly tool_plan?: string
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly arguments: string } }[]
  readonly tool_call_id?: string
}

function written(request: object, upstreamModel: string = TARGET.upstreamModel) {
  const { value } = openaiChat.decodeRequest({ model: 'm', messages: [USER], ...request })
  const { value: body, losses } = encodeRequest(value, { ...TARGET, upstreamModel })
  return { body: JSON.parse(JSON.stringify(body)) as Record<string, unknown>, told: losses.join('\n') }
}

describe.each(CLIENT_CODECS.map((one) => [one.id, one] as const))('a conversation of %s', (_, client) => {
  const { value } = client.decodeRequest(CONVERSATIONS[client.id] ?? {})
  const { value: body, losses } = encodeRequest(value, TARGET)
  const { messages } = JSON.parse(JSON.stringify(body)) as { readonly messages: readonly Message[] }

  it('is told Cohere in its order, what is said before calls as their plan', () => {
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'tool', 'user'])
    const [system, user, assistant, , , last] = messages
    expect([system?.content, assistant?.tool_plan, last?.content]).toEqual(['S1', 'A1', 'U2'])
    expect(assistant).not.toHaveProperty('content')
    const parts = typeof user?.content === 'object' ? user.content : []
    expect(parts).toMatchObject([
      { type: 'text', text: 'U1' },
      { type: 'image_url', image_url: { url: `data:image/png;base64,${EXAMPLE.png}` } },
      { type: 'image_url', image_url: { url: EXAMPLE.imageUrl } },
    ])
  })

  it('has results with their calls', () => {
    const asked = new Map(
      messages.flatMap(({ tool_calls: calls }) =>
        (calls ?? []).map((call) => [call.id, call.function.arguments] as const),
      ),
    )
    const answered = messages.flatMap(({ tool_call_id: id, content }) =>
      id === undefined ? [] : [[asked.get(id), content]],
    )
    expect(Object.fromEntries(answered)).toEqual({ '{"city":"Oslo"}': 'R1', '{"city":"Rome"}': 'R2' })
  })

  it('loses nothing without a word, and tells nothing of its content', () => {
    const told = losses.join('\n')
    for (const name of Object.keys(value.rest)) expect(told).toContain(name)
    expect(told).toContain('application/pdf')
    expect(told).toContain('the format of the answer')
    const parts = value.messages.flatMap((message) => message.parts)
    if (parts.some(({ kind }) => kind === 'reasoning')) expect(told).toContain('earlier reasoning')
    if (parts.some((part) => part.kind === 'tool_result' && part.failed === true))
      expect(told).toContain('that a tool failed')
    expect(told).not.toMatch(/secret|Oslo|Rome|S1|U1|A1|R1|T1|SIGNATURE|ENCRYPTED|REDACTED|x{9}/u)
  })
})

it('writes limits, penalties and stops under the names that Cohere has', () => {
  const { body, told } = written({
    max_tokens: 100,
    temperature: 1.5,
    top_p: 0.9,
    top_k: 40,
    seed: 7,
    stop: ['X', 'Y'],
    frequency_penalty: 0.5,
    presence_penalty: 0.25,
    stream: true,
  })
  expect(body).toEqual({
    model: 'command-a-03-2025',
    messages: [USER],
    stream: true,
    max_tokens: 100,
    temperature: 1.5,
    p: 0.9,
    k: 40,
    seed: 7,
    stop_sequences: ['X', 'Y'],
    frequency_penalty: 0.5,
    presence_penalty: 0.25,
  })
  expect(told).toBe('')
})

it.each([
  [{ top_p: 1 }, 'p', 0.99, 'top_p 1 is sent as 0.99'],
  [{ presence_penalty: -1 }, 'presence_penalty', 0, 'the presence penalty -1'],
  [{ frequency_penalty: 2 }, 'frequency_penalty', 1, 'the frequency penalty 2'],
  [{ top_k: 900 }, 'k', 500, 'top_k 900'],
  [{ stop: ['1', '2', '3', '4', '5', '6'] }, 'stop_sequences', ['1', '2', '3', '4', '5'], 'of 6 stop'],
  [{ max_tokens: 20_000 }, 'max_tokens', 8000, 'lowered to 8000'],
  [{ logprobs: true }, 'logprobs', undefined, 'logprobs is left out'],
  [{ user: 'u' }, 'user', undefined, 'the user is left out'],
  [{ n: 2 }, 'n', undefined, 'more than one choice'],
  [{ tools: [TOOL], parallel_tool_calls: false }, 'parallel_tool_calls', undefined, 'one at a time'],
])('brings %j to what is taken, and says so', (request, member, value, line) => {
  const { body, told } = written(request)
  expect(body[member]).toEqual(value)
  expect(told).toContain(line)
})

it.each([
  [undefined, undefined, [TOOL, OTHER]],
  ['auto', undefined, [TOOL, OTHER]],
  ['none', 'NONE', [TOOL, OTHER]],
  ['required', 'REQUIRED', [TOOL, OTHER]],
  [{ type: 'function', function: { name: 'g' } }, 'REQUIRED', [OTHER]],
])('asks for tools by the choice %j', (choice, expected, offered) => {
  const { body, told } = written({ tools: [TOOL, OTHER], tool_choice: choice })
  expect(body['tools']).toEqual(offered)
  expect(body['tool_choice']).toBe(expected)
  expect(told.includes('only the tool that has to be called')).toBe(offered.length === 1)
})

it.each([
  [{ type: 'json_object' }, { type: 'json_object' }],
  [
    { type: 'json_schema', json_schema: { name: 'n', schema: PARAMETERS } },
    { type: 'json_object', json_schema: PARAMETERS },
  ],
])('asks for the format %j, but not together with tools', (format, expected) => {
  expect(written({ response_format: format }).body['response_format']).toEqual(expected)
  const { body, told } = written({ response_format: format, tools: [TOOL] })
  expect(body['response_format']).toBeUndefined()
  expect(told).toContain('the format of the answer is left out')
})

it.each([
  [{ reasoning_effort: 'none' }, { type: 'disabled' }],
  [{ reasoning_effort: 'low' }, { type: 'enabled', token_budget: 2048 }],
  [
    { reasoning_effort: 'low', max_tokens: 1000 },
    { type: 'enabled', token_budget: 500 },
  ],
  [{ reasoning_effort: 'high' }, { type: 'enabled' }],
  [{}, undefined],
])('tells a model that thinks how long to: %j', (request, expected) => {
  expect(written(request, 'command-a-reasoning-08-2025').body['thinking']).toEqual(expected)
})

it('tells other models nothing of thinking, and says so', () => {
  const { body, told } = written({ reasoning_effort: 'high' })
  expect(body['thinking']).toBeUndefined()
  expect(told).toContain('how long to think')
})

it('sends the arguments of a call as an object also where they are none', () => {
  const call = { id: 'c', type: 'function', function: { name: 'f', arguments: 'plain' } }
  const { body, told } = written({
    messages: [
      USER,
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c', content: 'r' },
    ],
  })
  const sent = { ...call, function: { name: 'f', arguments: '{"input":"plain"}' } }
  expect((body['messages'] as readonly object[])[1]).toEqual({ role: 'assistant', tool_calls: [sent] })
  expect(told).toContain('no object')
})
