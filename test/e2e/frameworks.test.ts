import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { LLMock } from '@copilotkit/aimock'
import { ChatAnthropic } from '@langchain/anthropic'
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { UsageMetadata } from '@langchain/core/messages'
import { HumanMessage } from '@langchain/core/messages'
import { ChatGoogleGenerativeAI } from '@langchain/google-genai'
import { ChatOpenAI } from '@langchain/openai'
import type { LanguageModel, ToolSet } from 'ai'
import { generateText, jsonSchema, Output, streamText, tool } from 'ai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RecordingFront } from './recording-front.ts'
import { recordingFront } from './recording-front.ts'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const TEXT = 'The quick brown fox jumps over the lazy dog. ☃'
const RECIPE = { name: 'Soup', minutes: 20 }
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
/** 21 tokens in and 12 out, as each dialect has it. */
const USAGE = {
  prompt_tokens: 21,
  completion_tokens: 12,
  input_tokens: 21,
  output_tokens: 12,
  promptTokenCount: 21,
  candidatesTokenCount: 12,
}
const UPSTREAMS = ['openai', 'anthropic', 'google', 'bedrock'] as const

let mock: LLMock
let front: RecordingFront
let backstay: Backstay

beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 5 })
  // The second name is what LangChain's client of Google asks for without the gateway.
  for (const model of ['text', 'gemini-3-text'])
    mock.on({ model }, { content: TEXT, reasoning: 'Let me think.', usage: USAGE })
  mock.on({ model: 'recipe' }, { content: JSON.stringify(RECIPE) })
  mock.on({ model: 'tools' }, { toolCalls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }] })
  const broken = { truncateAfterChunks: 4 }
  mock.on({ model: 'broken' }, { content: TEXT }, broken)
  await mock.start()
  front = await recordingFront(mock.url)
  backstay = await startBackstay({
    fallback: { mid_stream: 'error' },
    providers: {
      openai: { kind: 'openai', base_url: `${front.url}/v1`, api_key: 'k' },
      anthropic: { kind: 'anthropic', base_url: front.url, api_key: 'k' },
      google: { kind: 'google', base_url: front.url, api_key: 'k' },
      bedrock: { kind: 'bedrock', base_url: front.url, api_key: 'k', location: 'us-east-1' },
    },
    models: UPSTREAMS.flatMap((provider) =>
      ['text', 'recipe', 'tools', 'broken'].map((model) => ({
        name: `${provider}-${model}`,
        // LangChain tells by the name what a model of Google can do.
        aliases: [`gemini-3-${provider}-${model}`],
        deployments: [{ provider, model }],
      })),
    ),
    keys: [{ name: 'e2e', key: '${KEY}', models: ['*'] }],
  })
})

afterAll(async () => {
  await backstay.close()
  front.close()
  await mock.stop()
})

/** Providers of the AI SDK, by the dialect that they speak; `url`: of the gateway, or of who answers without it. */
function aiModel(client: string, model: string, url = backstay.url): LanguageModel {
  const base = `${url}/v1`
  if (client === 'anthropic') return createAnthropic({ baseURL: base, apiKey: KEY })(model)
  if (client === 'google') return createGoogle({ baseURL: `${url}/v1beta`, apiKey: KEY })(model)
  const openai = createOpenAI({ baseURL: base, apiKey: KEY })
  return client === 'responses' ? openai.responses(model) : openai.chat(model)
}

function langchainModel(client: string, model: string, url = backstay.url): BaseChatModel {
  const own = { model, apiKey: KEY, maxRetries: 0 }
  if (client === 'anthropic') return new ChatAnthropic({ ...own, anthropicApiUrl: url })
  if (client === 'google') {
    return new ChatGoogleGenerativeAI({ ...own, model: `gemini-3-${model}`, baseUrl: url })
  }
  return new ChatOpenAI({ ...own, configuration: { baseURL: `${url}/v1` } })
}

const weather = tool({
  description: 'Tells the weather.',
  inputSchema: jsonSchema<{ city: string }>({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
    additionalProperties: false,
  }),
})
const SCHEMA = {
  type: 'object' as const,
  properties: { name: { type: 'string' as const }, minutes: { type: 'number' as const } },
  required: ['name', 'minutes'],
  additionalProperties: false,
}
const PICTURE = [
  {
    role: 'user' as const,
    content: [
      { type: 'text' as const, text: 'What is this?' },
      { type: 'file' as const, data: PIXEL, mediaType: 'image/png' },
    ],
  },
]

const AI_PAIRS = ['chat', 'responses', 'anthropic', 'google'].flatMap((client) =>
  UPSTREAMS.filter((upstream) => upstream !== client).map((upstream) => [client, upstream] as const),
)

describe.each(AI_PAIRS)('the AI SDK speaking %s, answered by %s', (client, upstream) => {
  it('gets text, whole and streamed, for a picture too', async () => {
    const model = aiModel(client, `${upstream}-text`)
    const whole = await generateText({ model, messages: PICTURE, maxRetries: 0 })
    expect([whole.text, whole.finishReason]).toEqual([TEXT, 'stop'])
    expect(front.last()).toContain(PIXEL.slice(0, 40))
    const streamed = streamText({ model, prompt: 'Hi', maxRetries: 0 })
    let text = ''
    for await (const piece of streamed.textStream) text += piece
    expect([text, await streamed.finishReason]).toEqual([TEXT, 'stop'])
  })

  it('is told of a whole answer what it is told without the gateway', async () => {
    const prompt = 'Hi'
    const through = aiModel(client, `${upstream}-text`)
    const natively = aiModel(client, 'text', mock.url)
    const [answer, expected] = [
      await generateText({ model: through, prompt, maxRetries: 0 }),
      await generateText({ model: natively, prompt, maxRetries: 0 }),
    ]
    const told = ({ text, finishReason, rawFinishReason, usage }: typeof answer): object => {
      const { inputTokens, outputTokens, totalTokens } = usage
      return { text, finishReason, rawFinishReason, inputTokens, outputTokens, totalTokens }
    }
    expect(told(answer)).toMatchObject({ text: TEXT, inputTokens: 21, outputTokens: 12 })
    expect(told(answer)).toEqual(told(expected))
  })

  it('gets thoughts where its dialect shows them', async () => {
    const { reasoningText } = await generateText({
      model: aiModel(client, `${upstream}-text`),
      prompt: 'Hi',
      maxRetries: 0,
    })
    const shows = client === 'anthropic' || client === 'google'
    if (shows) expect(reasoningText).toBe('Let me think.')
  })

  it('gets calls of tools, whole and streamed', async () => {
    const asked = {
      model: aiModel(client, `${upstream}-tools`),
      prompt: 'Hi',
      tools: { weather } as unknown as ToolSet,
      maxRetries: 0,
    }
    const whole = await generateText(asked)
    const streamed = streamText(asked)
    await streamed.consumeStream()
    for (const calls of [whole.toolCalls, await streamed.toolCalls]) {
      expect(calls.map(({ toolName, input }) => [toolName, input])).toEqual([['weather', { city: 'Oslo' }]])
    }
    expect(whole.finishReason).toBe('tool-calls')
  })

  it('gets an object of a schema', async () => {
    const { output } = await generateText({
      model: aiModel(client, `${upstream}-recipe`),
      prompt: 'Hi',
      output: Output.object({ schema: jsonSchema<typeof RECIPE>(SCHEMA) }),
      maxRetries: 0,
    })
    expect(output).toEqual(RECIPE)
  })

  it('never takes a broken stream for a whole one', async () => {
    const streamed = streamText({
      model: aiModel(client, `${upstream}-broken`),
      prompt: 'Hi',
      maxRetries: 0,
      onError: () => undefined,
    })
    const parts = await Array.fromAsync(streamed.fullStream)
    const text = parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('')
    expect(TEXT.startsWith(text)).toBe(true)
    expect(parts.some(({ type }) => type === 'error')).toBe(true)
  })
})

const LANGCHAIN_PAIRS = ['openai', 'anthropic', 'google'].flatMap((client) =>
  UPSTREAMS.filter((upstream) => upstream !== client).map((upstream) => [client, upstream] as const),
)

describe.each(LANGCHAIN_PAIRS)('LangChain speaking %s, answered by %s', (client, upstream) => {
  it('gets text, whole and streamed, for a picture too', async () => {
    const model = langchainModel(client, `${upstream}-text`)
    const message = new HumanMessage({
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
      ],
    })
    expect((await model.invoke([message])).text).toBe(TEXT)
    expect(front.last()).toContain(PIXEL.slice(0, 40))
    let text = ''
    for await (const chunk of await model.stream('Hi')) text += chunk.text
    expect(text).toBe(TEXT)
  })

  it('is told of a whole answer what it is told without the gateway', async () => {
    const told = async (model: BaseChatModel): Promise<object> => {
      const { text, usage_metadata, response_metadata: more } = await model.invoke('Hi')
      const usage = usage_metadata as UsageMetadata | undefined
      const finish = more['finish_reason'] ?? more['stop_reason'] ?? more['finishReason']
      return { text, finish, input: usage?.input_tokens, output: usage?.output_tokens }
    }
    const answer = await told(langchainModel(client, `${upstream}-text`))
    expect(answer).toEqual({ text: TEXT, finish: expect.any(String), input: 21, output: 12 })
    expect(answer).toEqual(await told(langchainModel(client, 'text', mock.url)))
  })

  it('gets calls of tools', async () => {
    const declared = {
      name: 'weather',
      description: 'Tells the weather.',
      schema: { type: 'object' as const, properties: { city: { type: 'string' as const } } },
    }
    const model = langchainModel(client, `${upstream}-tools`).bindTools?.([declared])
    const answer = await model?.invoke('Hi')
    expect(answer?.tool_calls?.map(({ name, args }) => [name, args])).toEqual([['weather', { city: 'Oslo' }]])
  })

  it('gets an object of a schema', async () => {
    const model = langchainModel(client, `${upstream}-recipe`).withStructuredOutput(SCHEMA, {
      method: 'jsonSchema',
      name: 'recipe',
    })
    expect(await model.invoke('Hi')).toEqual(RECIPE)
  })
})
