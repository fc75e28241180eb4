import OpenAI from 'openai'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_TEXT } from './behavior.ts'
import { chatBody, rawExchange } from './raw-exchange.ts'
import type { Simulator } from './simulator.ts'
import { startSimulator } from './simulator.ts'

let simulator: Simulator
let client: OpenAI

beforeAll(async () => {
  simulator = await startSimulator({ models: ['gpt-x', 'org/model'] })
  client = new OpenAI({ baseURL: simulator.baseUrl, apiKey: 'sk-test', maxRetries: 0 })
})
afterEach(() => simulator.script.reset())
afterAll(() => simulator.close())

interface Question {
  model: string
  messages: { role: 'user'; content: string }[]
}

function ask(): Question {
  return { model: 'gpt-x', messages: [{ role: 'user', content: 'Hello' }] }
}

describe('the openai SDK against the simulator', () => {
  it('gets an unstreamed answer', async () => {
    const answer = await client.chat.completions.create(ask())
    expect(answer.object).toBe('chat.completion')
    expect(answer.model).toBe('gpt-x')
    expect(answer.choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: DEFAULT_TEXT, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ])
    expect(answer.usage?.completion_tokens).toBe(20)
    expect(answer.usage?.total_tokens).toBe((answer.usage?.prompt_tokens ?? 0) + 20)
  })

  it('gets a streamed answer that its own accumulator takes as complete', async () => {
    const stream = client.chat.completions.stream({ ...ask(), stream_options: { include_usage: true } })
    const final = await stream.finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe(DEFAULT_TEXT)
    expect(final.choices[0]?.finish_reason).toBe('stop')
    expect(final.usage?.completion_tokens).toBe(20)
  })

  it('gets tool calls, streamed and not, that carry the same arguments', async () => {
    simulator.script.always({
      toolCalls: [
        { name: 'weather', arguments: { city: 'Zürich', units: 'metric "C"' } },
        { id: 'own', name: 'noop', arguments: '' },
      ],
    })
    const whole = await client.chat.completions.create(ask())
    const streamed = await client.chat.completions.stream(ask()).finalChatCompletion()
    expect(whole.choices[0]?.finish_reason).toBe('tool_calls')
    expect(whole.choices[0]?.message.content).toBeNull()
    for (const { choices } of [whole, streamed]) {
      expect(choices[0]?.message.tool_calls).toMatchObject([
        {
          id: 'call_1',
          function: { name: 'weather', arguments: '{"city":"Zürich","units":"metric \\"C\\""}' },
        },
        { id: 'own', function: { name: 'noop', arguments: '' } },
      ])
    }
  })

  it('gets a refusal, streamed and not', async () => {
    simulator.script.always({ refusal: 'I will not.' })
    const whole = await client.chat.completions.create(ask())
    const streamed = await client.chat.completions.stream(ask()).finalChatCompletion()
    expect(whole.choices[0]?.message).toEqual({ role: 'assistant', content: null, refusal: 'I will not.' })
    expect(streamed.choices[0]?.message.refusal).toBe('I will not.')
  })

  it('throws the error that the script gives', async () => {
    simulator.script.always({ status: 429, error: { message: 'slow', code: 'rate_limit_exceeded' } })
    await expect(client.chat.completions.create(ask())).rejects.toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      requestID: expect.stringMatching(/^req_\d+$/),
    })
  })

  it('lists models', async () => {
    const ids = (await client.models.list()).data.map(({ id }) => id)
    expect(ids).toEqual(['gpt-x', 'org/model'])
    expect((await client.models.retrieve('org/model')).id).toBe('org/model')
    await expect(client.models.retrieve('other')).rejects.toMatchObject({ status: 404 })
  })
})

describe('the events of a streamed answer', () => {
  async function eventsOf(more: object): Promise<string[]> {
    const { text, headers } = await rawExchange(`${simulator.baseUrl}/chat/completions`, {
      body: chatBody({ stream: true, ...more }),
    })
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8')
    const events = text.split('\n\n')
    expect(events.pop()).toBe('')
    for (const event of events) expect(event.startsWith('data: ')).toBe(true)
    return events.map((event) => event.slice('data: '.length))
  }

  it('are role, tokens, finish and [DONE], in one id', async () => {
    simulator.script.always({ text: 'Good day' })
    const events = await eventsOf({})
    expect(events.pop()).toBe('[DONE]')
    const chunks = events.map((event) => JSON.parse(event))
    expect(chunks.map(({ choices }) => [choices[0].delta, choices[0].finish_reason])).toEqual([
      [{ role: 'assistant', content: '', refusal: null }, null],
      [{ content: 'Good' }, null],
      [{ content: ' day' }, null],
      [{}, 'stop'],
    ])
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
    expect(chunks.some((chunk) => 'usage' in chunk)).toBe(false)
  })

  it('carry usage null and end with a usage chunk when usage is asked for', async () => {
    simulator.script.always({ text: 'Hi', usage: { input: 7, cachedInput: 4, output: 9, reasoning: 2 } })
    const events = await eventsOf({ stream_options: { include_usage: true } })
    const chunks = events.slice(0, -1).map((event) => JSON.parse(event))
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true)
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: {
        prompt_tokens: 7,
        completion_tokens: 9,
        total_tokens: 16,
        prompt_tokens_details: { cached_tokens: 4 },
        completion_tokens_details: { reasoning_tokens: 2 },
      },
    })
  })

  it('report no usage at all when the script says none', async () => {
    simulator.script.always({ text: 'Hi', usage: 'none' })
    expect((await eventsOf({ stream_options: { include_usage: true } })).join('')).not.toContain('usage')
  })

  it.each(['reasoning_content', 'reasoning'] as const)('carry reasoning as %s', async (field) => {
    simulator.script.always({ reasoning: { text: 'Let me think', field }, text: 'Yes' })
    const deltas = (await eventsOf({})).slice(1, 5).map((event) => JSON.parse(event).choices[0].delta)
    expect(deltas).toEqual([
      { [field]: 'Let' },
      { [field]: ' me' },
      { [field]: ' think' },
      { content: 'Yes' },
    ])
  })

  it('report the model and finish reason of the script', async () => {
    simulator.script.always({ text: 'Hi', model: 'm-2', finishReason: 'length' })
    const chunks = (await eventsOf({})).slice(0, -1).map((event) => JSON.parse(event))
    expect(chunks.every(({ model }) => model === 'm-2')).toBe(true)
    expect(chunks.at(-1).choices[0].finish_reason).toBe('length')
  })
})

it('an unstreamed answer carries reasoning, the scripted model, and no usage if so scripted', async () => {
  simulator.script.always({ reasoning: { text: 'Hm "so"' }, text: 'Yes\n', model: 'm-2', usage: 'none' })
  const { text } = await rawExchange(`${simulator.baseUrl}/chat/completions`, { body: chatBody() })
  const answer = JSON.parse(text)
  expect(answer.model).toBe('m-2')
  expect(answer.choices[0].message).toMatchObject({ reasoning_content: 'Hm "so"', content: 'Yes\n' })
  expect(answer).not.toHaveProperty('usage')
})
