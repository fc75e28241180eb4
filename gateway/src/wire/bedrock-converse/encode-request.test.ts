import { expect, it } from 'vitest'
import { CLIENT_CODECS } from '#wire/codecs'
import { CONVERSATIONS } from '#wire/example-conversations'
import { openaiChat } from '#wire/openai-chat/codec'
import { encodeRequest } from './encode-request.ts'

const TARGET = {
  upstreamModel: 'anthropic.claude-sonnet-4-5-v1:0',
  vendor: 'amazon',
  maxOutputTokens: 8000,
} as const

interface Body {
  readonly messages: readonly {
    readonly role: string
    readonly content: readonly Record<string, unknown>[]
  }[]
  readonly system: readonly object[]
}

function written(request: object, upstreamModel: string = TARGET.upstreamModel) {
  const { value } = openaiChat.decodeRequest({
    model: 'm',
    messages: [{ role: 'user', content: 'Hi' }],
    ...request,
  })
  const { value: body, losses } = encodeRequest(value, { ...TARGET, upstreamModel })
  return { body: JSON.parse(JSON.stringify(body)) as Record<string, unknown>, losses }
}

it.each(CLIENT_CODECS.map((one) => [one.id, one] as const))(
  'tells Bedrock a conversation of %s, turn by turn, results with their calls',
  (_, client) => {
    const { value } = client.decodeRequest(CONVERSATIONS[client.id] ?? {})
    const body = JSON.parse(JSON.stringify(encodeRequest(value, TARGET).value)) as Body
    expect(body.system[0]).toEqual({ text: 'S1' })
    body.messages.forEach(({ role, content }, n) => {
      expect(role).toBe(n % 2 === 0 ? 'user' : 'assistant')
      expect(content.length).toBeGreaterThan(0)
    })
    const parts = body.messages.flatMap(({ content }) => content)
    const ids = (name: string): unknown[] =>
      parts.flatMap((part) =>
        part[name] === undefined ? [] : [(part[name] as { toolUseId: string }).toolUseId],
      )
    expect(ids('toolUse').length).toBeGreaterThan(0)
    expect(new Set(ids('toolResult'))).toEqual(new Set(ids('toolUse')))
    for (const id of ids('toolUse')) expect(id).toMatch(/^[\w-]{1,64}$/)
  },
)

it('writes limits, tools, a schema and pictures where Converse has them', () => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } }
  const schema = { type: 'object', properties: {}, additionalProperties: false }
  const { body, losses } = written({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
        ],
      },
    ],
    max_tokens: 20_000,
    temperature: 1.5,
    stop: ['X'],
    tools: [{ type: 'function', function: { name: 'f', description: 'D', parameters, strict: true } }],
    tool_choice: 'required',
    response_format: { type: 'json_schema', json_schema: { name: 'n', schema } },
    seed: 1,
  })
  expect(body).toEqual({
    messages: [
      { role: 'user', content: [{ text: 'See' }, { image: { format: 'png', source: { bytes: 'aGk=' } } }] },
    ],
    inferenceConfig: { maxTokens: 8000, temperature: 1, stopSequences: ['X'] },
    toolConfig: {
      tools: [{ toolSpec: { name: 'f', description: 'D', inputSchema: { json: parameters }, strict: true } }],
      toolChoice: { any: {} },
    },
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { name: 'n', schema: JSON.stringify(schema) } },
      },
    },
  })
  expect(losses.join()).toMatch(/lowered to 8000.*lowered to 1.*seed/)
})

it('asks Claude to think, and says where a model cannot be asked', () => {
  const asked = { reasoning_effort: 'low', max_tokens: 5000 }
  const { body } = written(asked)
  expect(body['additionalModelRequestFields']).toEqual({ thinking: { type: 'enabled', budget_tokens: 2048 } })
  const other = written(asked, 'amazon.nova-pro-v1:0')
  expect(other.body['additionalModelRequestFields']).toBeUndefined()
  expect(other.losses.join()).toContain('how long to think')
})

it('declares tools that were called though none are offered any more', () => {
  const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }
  const { body } = written({
    messages: [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c1', content: 'done' },
    ],
  })
  expect(body['toolConfig']).toEqual({
    tools: [{ toolSpec: { name: 'f', inputSchema: { json: { type: 'object' } } } }],
  })
})
