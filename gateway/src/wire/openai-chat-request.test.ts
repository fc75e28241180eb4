import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChatRequest } from './openai-chat-request.ts'

const MESSAGES = [{ role: 'user', content: 'Hello' }]
const facts = (more: object) => {
  const parsed = readChatRequest({ model: 'm', messages: MESSAGES, ...more })
  if (parsed.kind === 'invalid') throw new Error(`${parsed.path} ${parsed.message}`)
  return parsed.facts
}

describe('a chat request', () => {
  it('needs a model and messages, nothing more', () => {
    expect(facts({})).toEqual({
      model: 'm',
      streamed: false,
      includeUsage: false,
      maxOutputTokens: null,
      estimatedInputTokens: Math.ceil(5 / 4) + 4,
      needs: [],
    })
  })

  it.each([
    [{ stream: true }, { streamed: true, includeUsage: false }],
    [{ stream: null }, { streamed: false }],
    [
      { stream: true, stream_options: { include_usage: true } },
      { streamed: true, includeUsage: true },
    ],
    [{ stream: true, stream_options: { include_usage: 'yes' } }, { includeUsage: false }],
    [{ stream_options: null }, { includeUsage: false }],
    [{ max_tokens: 5 }, { maxOutputTokens: 5 }],
    [{ max_completion_tokens: 7, max_tokens: 5 }, { maxOutputTokens: 7 }],
    [{ max_completion_tokens: null, max_tokens: 5 }, { maxOutputTokens: 5 }],
    [{ max_tokens: null }, { maxOutputTokens: null }],
  ])('with %j has %j', (more, expected) => {
    expect(facts(more)).toMatchObject(expected)
  })

  it.each([
    [{ tools: [{ type: 'function' }] }, ['tools']],
    [{ tools: [] }, []],
    [{ tools: null }, []],
    [{ response_format: { type: 'json_schema' } }, ['json_schema']],
    [{ response_format: { type: 'json_object' } }, []],
    [{ reasoning_effort: 'low' }, ['reasoning']],
    [{ reasoning_effort: 'none' }, []],
    [{ reasoning_effort: null }, []],
    [{ reasoning: { effort: 'high' } }, ['reasoning']],
    [{ reasoning: { max_tokens: 2_000 } }, ['reasoning']],
    [{ reasoning: { enabled: true } }, ['reasoning']],
    [{ reasoning: { enabled: false, effort: 'high' } }, []],
    [{ reasoning: { exclude: true } }, []],
    [{ modalities: ['text', 'audio'] }, ['audio']],
    [{ modalities: ['text'] }, []],
    [{ functions: [{ name: 'f' }] }, ['tools']],
    [{ functions: [] }, []],
    [{ messages: [{ role: 'user', content: [{ type: 'image_url' }] }] }, ['vision']],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio' }, { type: 'text' }] }] }, ['audio']],
    [{ messages: [{ role: 'assistant', content: null }, ...MESSAGES] }, []],
    [{ messages: [{ role: 'user', content: [null, 'x', 5, { type: 7 }] }] }, []],
  ])('with %j needs %j', (more, needs) => {
    expect(facts(more).needs).toEqual(needs)
  })

  it('is estimated by its texts, its tools and its messages', () => {
    const messages = [
      { role: 'system', content: 'x'.repeat(400) },
      { role: 'user', content: [{ type: 'text', text: 'y'.repeat(40) }, { type: 'image_url' }] },
    ]
    expect(facts({ messages }).estimatedInputTokens).toBe(110 + 8)
    const tools = [{ type: 'function', function: { name: 'z'.repeat(100) } }]
    const tooled = Math.ceil((440 + JSON.stringify(tools).length) / 4) + 8
    expect(facts({ messages, tools }).estimatedInputTokens).toBe(tooled)
  })
})

describe('a malformed chat request', () => {
  it.each([
    [[], '$'],
    [null, '$'],
    ['text', '$'],
    [{}, 'model'],
    [{ model: '', messages: MESSAGES }, 'model'],
    [{ model: null, messages: MESSAGES }, 'model'],
    [{ model: ['m'], messages: MESSAGES }, 'model'],
    [{ model: 'm' }, 'messages'],
    [{ model: 'm', messages: [] }, 'messages'],
    [{ model: 'm', messages: 'Hello' }, 'messages'],
    [{ model: 'm', messages: { 0: {} } }, 'messages'],
    [{ model: 'm', messages: [...MESSAGES, 'Hello'] }, 'messages[1]'],
    [{ model: 'm', messages: [null] }, 'messages[0]'],
    [{ model: 'm', messages: [[]] }, 'messages[0]'],
    [{ model: 'm', messages: MESSAGES, stream: 'true' }, 'stream'],
    [{ model: 'm', messages: MESSAGES, stream: 1 }, 'stream'],
    [{ model: 'm', messages: MESSAGES, stream_options: [] }, 'stream_options'],
    [{ model: 'm', messages: MESSAGES, max_tokens: 0 }, 'max_tokens'],
    [{ model: 'm', messages: MESSAGES, max_tokens: 1.5 }, 'max_tokens'],
    [{ model: 'm', messages: MESSAGES, max_tokens: '5' }, 'max_tokens'],
    [{ model: 'm', messages: MESSAGES, max_completion_tokens: -1 }, 'max_completion_tokens'],
    [{ model: 'm', messages: MESSAGES, max_completion_tokens: null, max_tokens: -1 }, 'max_tokens'],
  ])('%j is refused at %s', (body, path) => {
    expect(readChatRequest(body)).toMatchObject({ kind: 'invalid', path })
  })

  it('never throws, changes nothing and never estimates less than nothing, whatever it is', () => {
    const messages = fc.array(
      fc.oneof(fc.jsonValue(), fc.record({ role: fc.string(), content: fc.jsonValue() })),
    )
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record({ model: fc.string(), messages, tools: fc.jsonValue(), stream_options: fc.jsonValue() }),
    )
    fc.assert(
      fc.property(body, (value) => {
        const before = JSON.stringify(value)
        const parsed = readChatRequest(value)
        expect(JSON.stringify(value)).toBe(before)
        if (parsed.kind === 'facts') expect(parsed.facts.estimatedInputTokens).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})
