import Anthropic from '@anthropic-ai/sdk'
import { LLMock } from '@copilotkit/aimock'
import { ApiError, FunctionCallingConfigMode, GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backstay } from './start-backstay.ts'
import { KEY, startBackstay } from './start-backstay.ts'

const TEXT = 'The quick brown fox jumps over the lazy dog. ☃'
const TOOL = {
  name: 'weather',
  description: 'Tells the weather.',
  schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
}

let mock: LLMock
let backstay: Backstay
let openai: OpenAI
let anthropic: Anthropic
let google: GoogleGenAI

beforeAll(async () => {
  mock = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 5 })
  mock.on({ model: 'text' }, { content: TEXT, reasoning: 'Let me think.' })
  mock.on(
    { model: 'tools' },
    {
      toolCalls: [
        { name: 'weather', arguments: '{"city":"Oslo"}' },
        { name: 'weather', arguments: '{"city":"Rome"}' },
      ],
    },
  )
  mock.on(
    { model: 'limited' },
    {
      error: { message: 'Slow down.', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
      status: 429,
    },
  )
  await mock.start()
  const place = (provider: string, model: string): object => ({ provider, model })
  backstay = await startBackstay({
    providers: {
      openai: { kind: 'openai', base_url: `${mock.url}/v1`, api_key: 'k-openai' },
      anthropic: { kind: 'anthropic', base_url: mock.url, api_key: 'k-anthropic' },
      google: { kind: 'google', base_url: mock.url, api_key: 'k-google' },
      simulated: { kind: 'anthropic', base_url: '${HOST0}', api_key: 'k-simulated' },
    },
    models: ['openai', 'anthropic', 'google', 'simulated'].flatMap((provider) => [
      { name: `${provider}-text`, deployments: [place(provider, 'text')] },
      { name: `${provider}-tools`, deployments: [place(provider, 'tools')] },
      { name: `${provider}-limited`, deployments: [place(provider, 'limited')] },
      {
        name: `${provider}-saved`,
        deployments: [place(provider, 'limited')],
        fallbacks: [provider === 'openai' ? 'anthropic-text' : 'openai-text'],
      },
    ]),
    keys: [{ name: 'e2e', key: '${KEY}', models: ['*'] }],
  })
  openai = backstay.client
  anthropic = new Anthropic({ baseURL: backstay.url, apiKey: KEY, maxRetries: 0 })
  google = new GoogleGenAI({ apiKey: KEY, httpOptions: { baseUrl: backstay.url } })
})

afterAll(async () => {
  await backstay.close()
  await mock.stop()
})

describe.each(['openai', 'anthropic', 'google'])('a model at %s', (provider) => {
  const message = { role: 'user' as const, content: 'What is new?' }

  it('gives clients of chat completions its text, whole and streamed', async () => {
    const body = { model: `${provider}-text`, messages: [message] }
    const whole = await openai.chat.completions.create(body)
    expect(whole.choices[0]?.message.content).toBe(TEXT)
    expect(whole.choices[0]?.finish_reason).toBe('stop')
    // The mock counts nothing in its Messages, nor for Gemini.
    const counted = provider === 'openai' ? 1 : 0
    expect(whole.usage?.total_tokens).toBeGreaterThanOrEqual(counted)
    const stream = openai.chat.completions.stream({ ...body, stream_options: { include_usage: true } })
    const final = await stream.finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe(TEXT)
    expect(final.usage?.completion_tokens).toBeGreaterThanOrEqual(counted)
  })

  it('gives clients of Messages its text and thoughts, whole and streamed', async () => {
    const body = { model: `${provider}-text`, max_tokens: 1000, messages: [message] }
    const whole = await anthropic.messages.create(body)
    const streamed = await anthropic.messages.stream(body).finalMessage()
    for (const answer of [whole, streamed]) {
      expect(answer.content.map((block) => (block.type === 'text' ? block.text : '')).join('')).toBe(TEXT)
      expect(answer.content.some((block) => block.type === 'thinking')).toBe(true)
      expect(answer.stop_reason).toBe('end_turn')
      expect(answer.usage.output_tokens).toBeGreaterThanOrEqual(provider === 'openai' ? 1 : 0)
    }
  })

  it('calls tools of clients of chat completions', async () => {
    const body = {
      model: `${provider}-tools`,
      messages: [message],
      tools: [
        {
          type: 'function' as const,
          function: { name: TOOL.name, description: TOOL.description, parameters: TOOL.schema },
        },
      ],
    }
    const whole = await openai.chat.completions.create(body)
    const streamed = await openai.chat.completions.stream(body).finalChatCompletion()
    for (const answer of [whole, streamed]) {
      const calls = answer.choices[0]?.message.tool_calls ?? []
      const cities = calls.map((call) =>
        call.type === 'function' ? JSON.parse(call.function.arguments) : null,
      )
      expect(cities).toEqual([{ city: 'Oslo' }, { city: 'Rome' }])
      expect(answer.choices[0]?.finish_reason).toBe('tool_calls')
    }
  })

  it('calls tools of clients of Messages', async () => {
    const body = {
      model: `${provider}-tools`,
      max_tokens: 1000,
      messages: [message],
      tools: [{ name: TOOL.name, description: TOOL.description, input_schema: TOOL.schema }],
    }
    const whole = await anthropic.messages.create(body)
    const streamed = await anthropic.messages.stream(body).finalMessage()
    for (const answer of [whole, streamed]) {
      const inputs = answer.content.flatMap((block) => (block.type === 'tool_use' ? [block.input] : []))
      expect(inputs).toEqual([{ city: 'Oslo' }, { city: 'Rome' }])
      expect(answer.stop_reason).toBe('tool_use')
    }
  })

  it('gives clients of Gemini its text and thoughts, whole and streamed', async () => {
    const body = { model: `${provider}-text`, contents: 'What is new?' }
    const whole = await google.models.generateContent(body)
    expect(whole.text).toBe(TEXT)
    expect(whole.candidates?.[0]?.finishReason).toBe('STOP')
    let text = ''
    let finish: unknown = null
    for await (const chunk of await google.models.generateContentStream(body)) {
      text += chunk.text ?? ''
      finish = chunk.candidates?.[0]?.finishReason ?? finish
    }
    expect([text, finish]).toEqual([TEXT, 'STOP'])
  })

  it('calls tools of clients of Gemini', async () => {
    const { schema, ...declared } = TOOL
    const whole = await google.models.generateContent({
      model: `${provider}-tools`,
      contents: 'What is new?',
      config: {
        tools: [{ functionDeclarations: [{ ...declared, parametersJsonSchema: schema }] }],
        toolConfig: { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } },
      },
    })
    expect(whole.functionCalls?.map(({ name, args }) => [name, args])).toEqual([
      ['weather', { city: 'Oslo' }],
      ['weather', { city: 'Rome' }],
    ])
  })

  it('gives clients of Responses its text and thoughts, whole and streamed', async () => {
    const body = { model: `${provider}-text`, input: 'What is new?' }
    const whole = await openai.responses.create(body)
    const streamed = await openai.responses.stream(body).finalResponse()
    for (const answer of [whole, streamed]) {
      expect(answer.output_text).toBe(TEXT)
      expect(answer.status).toBe('completed')
    }
  })

  it('calls tools of clients of Responses', async () => {
    const { schema, ...declared } = TOOL
    const body = {
      model: `${provider}-tools`,
      input: 'What is new?',
      tools: [{ type: 'function' as const, ...declared, parameters: schema, strict: false }],
    }
    const whole = await openai.responses.create(body)
    const streamed = await openai.responses.stream(body).finalResponse()
    for (const answer of [whole, streamed]) {
      const calls = answer.output.flatMap((item) => (item.type === 'function_call' ? [item.arguments] : []))
      expect(calls.map((written) => JSON.parse(written))).toEqual([{ city: 'Oslo' }, { city: 'Rome' }])
    }
  })

  it('fails in the words of the client', async () => {
    const body = { model: `${provider}-limited`, max_tokens: 1000, messages: [message] }
    // Each waits for the second that the provider asks for: at the same time.
    const asked = google.models.generateContent({ model: body.model, contents: 'What is new?' })
    await Promise.all([
      expect(openai.chat.completions.create(body)).rejects.toBeInstanceOf(OpenAI.RateLimitError),
      expect(anthropic.messages.create(body)).rejects.toBeInstanceOf(Anthropic.RateLimitError),
      expect(asked).rejects.toMatchObject({ status: 429 }),
      expect(asked).rejects.toBeInstanceOf(ApiError),
    ])
  })

  it('falls back to the other vendor, whole and streamed', async () => {
    const body = { model: `${provider}-saved`, max_tokens: 1000, messages: [message] }
    const chat = await openai.chat.completions.create(body)
    expect(chat.choices[0]?.message.content).toBe(TEXT)
    const streamed = await anthropic.messages.stream(body).finalMessage()
    expect(streamed.content.map((block) => (block.type === 'text' ? block.text : '')).join('')).toBe(TEXT)
  })
})

it('says what did not cross', async () => {
  const { response } = await openai.chat.completions
    .create({
      model: 'anthropic-text',
      messages: [{ role: 'user', content: 'Hi' }],
      seed: 7,
      logit_bias: { '50256': -100 },
    })
    .withResponse()
  expect(response.headers.get('x-backstay-warnings')).toMatch(/seed is left out.*|logit_bias/u)
  expect(response.headers.get('x-backstay-warnings')).toContain('logit_bias')
})

it('keeps what only Anthropic understands where Anthropic answers', async () => {
  const answer = await anthropic.messages.create({
    model: 'simulated-text',
    max_tokens: 1000,
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: 'Hi' }],
  })
  expect(answer.usage.output_tokens).toBeGreaterThan(0)
  const sent = backstay.simulators[0]?.requests.at(-1)
  expect(sent?.path).toBe('/v1/messages')
  expect(sent?.apiKey).toBe('k-simulated')
  expect(sent?.body).toMatchObject({
    model: 'text',
    system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
  })
})

it('counts the tokens of both streams and whole answers, whichever way they went', async () => {
  const chat = await openai.chat.completions
    .stream({ model: 'simulated-text', messages: [{ role: 'user', content: 'Hi' }] })
    .finalChatCompletion()
  expect(chat.choices[0]?.message.content).not.toBe('')
  const message = await anthropic.messages
    .stream({ model: 'simulated-text', max_tokens: 1000, messages: [{ role: 'user', content: 'Hi' }] })
    .finalMessage()
  expect(message.usage.output_tokens).toBeGreaterThan(0)
  const records = await backstay.records(3)
  for (const record of records.filter(({ provider }) => provider === 'simulated')) {
    expect(record.tokens).toMatchObject({ estimated: false })
    expect(record.tokens.output).toBe(message.usage.output_tokens)
  }
})

it('does not answer a response that went on from one kept elsewhere', async () => {
  const asked = openai.responses.create({
    model: 'anthropic-text',
    input: 'Go on.',
    previous_response_id: 'resp_1',
  })
  await expect(asked).rejects.toMatchObject({
    status: 400,
    code: 'request_cannot_be_served',
    message: expect.stringContaining('`previous_response_id` names something kept') as string,
  })
})
