import { describe, expect, it } from 'vitest'
import type { ContinueSource, Prefill, Rung } from '#domain/continuation'
import { obstacleTo } from './continuable.ts'
import { continuationBody } from './continuation-body.ts'
import { contentsConversation } from './gemini/conversation.ts'
import { messagesConversation } from './openai-chat/conversation.ts'
import { itemsConversation } from './openai-responses/conversation.ts'
import { cutOf, rungsOf } from './rungs.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const PLAIN: Prefill = { style: 'plain', trailingSpace: 'keep' }
const CUT: Prefill = { style: 'plain', trailingSpace: 'cut' }
const NOTHING_SET = { params: {}, extraBody: {} }

function source(given: Partial<ContinueSource> = {}): ContinueSource {
  return {
    text: 'Once upon a time',
    reasoningChars: 0,
    obstacle: null,
    id: 'a',
    created: 1,
    model: null,
    roleSent: true,
    ...given,
  }
}

function bodyOf(
  request: string,
  rung: Rung,
  prefill: Prefill | null = null,
  text = 'Once upon a time',
): string {
  return decoder.decode(
    continuationBody(
      encoder.encode(request),
      { rung, source: source({ text }), prefill },
      messagesConversation,
    ),
  )
}

const REQUEST =
  '{ "model":"m", "messages" : [ {"role":"user","content":"\\u0041 tale","x":1e2} ] , "max_tokens": 50, "big":12345678901234567890}'

describe('the request for the rest of an answer', () => {
  it('is the same when it begins anew', () => {
    const bytes = encoder.encode(REQUEST)
    for (const rung of ['clean', 'restart'] as const) {
      const going = { rung, source: source(), prefill: PLAIN }
      expect(continuationBody(bytes, going, messagesConversation)).toBe(bytes)
    }
  })

  it('keeps every byte that is not its business', () => {
    expect(bodyOf(REQUEST, 'prefill', PLAIN)).toBe(
      '{ "model":"m", "messages" : [ {"role":"user","content":"\\u0041 tale","x":1e2} ,{"role":"assistant","content":"Once upon a time"}] , "max_tokens": 46, "big":12345678901234567890}',
    )
  })

  it.each<[Prefill, object]>([
    [PLAIN, { last: { role: 'assistant', content: 'Once ' } }],
    [CUT, { last: { role: 'assistant', content: 'Once' } }],
    [
      { style: 'prefix', trailingSpace: 'keep' },
      { last: { role: 'assistant', content: 'Once ', prefix: true } },
    ],
    [
      { style: 'continue_final_message', trailingSpace: 'keep' },
      {
        last: { role: 'assistant', content: 'Once ' },
        continue_final_message: true,
        add_generation_prompt: false,
      },
    ],
  ])('gives the beginning as %j', (prefill, expected) => {
    const body = JSON.parse(bodyOf(REQUEST, 'prefill', prefill, 'Once ')) as { messages: unknown[] }
    expect({ ...body, last: body.messages.at(-1) }).toMatchObject(expected)
    expect(body.messages).toHaveLength(2)
    expect('continue_final_message' in body).toBe(prefill.style === 'continue_final_message')
  })

  it('asks in words where a beginning cannot be given', () => {
    const { messages } = JSON.parse(bodyOf(REQUEST, 'instructed')) as {
      messages: { role: string; content: string }[]
    }
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
    expect(messages[1]?.content).toBe('Once upon a time')
    expect(messages[2]?.content).toContain('Continue it exactly where it stops')
  })

  it('goes on from a beginning that the client gave itself', () => {
    const begun =
      '{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"It is: ","name":"n"}],"messages2":[]}'
    const body = JSON.parse(bodyOf(begun, 'prefill', PLAIN)) as { messages: unknown[] }
    expect(body.messages).toEqual([
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'It is: Once upon a time', name: 'n' },
    ])
  })

  it.each([
    ['max_tokens', 50, 46],
    ['max_completion_tokens', 50, 46],
    ['max_tokens', 3, 1],
    ['max_tokens', null, null],
  ])('has %s lowered from %j to %j', (name, given, expected) => {
    const request = JSON.stringify({ messages: [{}], [name]: given })
    expect(JSON.parse(bodyOf(request, 'prefill', PLAIN))).toMatchObject({ [name]: expected })
    expect(JSON.parse(bodyOf(request, 'instructed'))).toMatchObject({ [name]: expected })
  })

  it('adds to the member that counts where there are several of one name', () => {
    const twice = '{"messages":[{"a":1}],"messag\\u0065s":[{"b":2}]}'
    expect(JSON.parse(bodyOf(twice, 'prefill', PLAIN))).toMatchObject({
      messages: [{ b: 2 }, { role: 'assistant' }],
    })
  })
})

describe('the turns of a request', () => {
  const TEXT_PART = { type: 'text', text: 'It is: ' }

  it.each([
    [
      'Responses, its input a text',
      itemsConversation,
      { input: 'q', max_output_tokens: 50 },
      {
        input: [
          { role: 'user', content: 'q' },
          { role: 'assistant', content: 'Once upon a time' },
        ],
        max_output_tokens: 46,
      },
    ],
    [
      'Responses, its input a list',
      itemsConversation,
      { input: [{ type: 'message', role: 'user', content: [] }] },
      {
        input: [
          { type: 'message', role: 'user', content: [] },
          { role: 'assistant', content: 'Once upon a time' },
        ],
      },
    ],
    [
      'Responses that the client began',
      itemsConversation,
      { input: [{ role: 'assistant', content: [{ type: 'output_text', text: 'It is: ' }] }] },
      {
        input: [
          {
            role: 'assistant',
            content: [
              { type: 'output_text', text: 'It is: ' },
              { type: 'output_text', text: 'Once upon a time' },
            ],
          },
        ],
      },
    ],
    [
      'Messages that the client began in parts',
      messagesConversation,
      { messages: [{ role: 'assistant', content: [TEXT_PART] }] },
      { messages: [{ role: 'assistant', content: [TEXT_PART, { type: 'text', text: 'Once upon a time' }] }] },
    ],
    [
      'Gemini',
      contentsConversation,
      { contents: [{ role: 'user', parts: [] }], generationConfig: { maxOutputTokens: 50, topK: 1 } },
      {
        contents: [
          { role: 'user', parts: [] },
          { role: 'model', parts: [{ text: 'Once upon a time' }] },
        ],
        generationConfig: { maxOutputTokens: 46, topK: 1 },
      },
    ],
    [
      'Gemini that the client began, in snake case',
      contentsConversation,
      {
        contents: [{ role: 'model', parts: [{ text: 'It is: ' }] }],
        generation_config: { max_output_tokens: 2 },
      },
      {
        contents: [{ role: 'model', parts: [{ text: 'It is: ' }, { text: 'Once upon a time' }] }],
        generation_config: { max_output_tokens: 1 },
      },
    ],
  ])('of %s go on with the beginning', (_, conversation, request, expected) => {
    const going = { rung: 'prefill', source: source(), prefill: PLAIN } as const
    const bytes = continuationBody(encoder.encode(JSON.stringify(request)), going, conversation)
    expect(JSON.parse(decoder.decode(bytes))).toEqual(expected)
  })

  it.each([
    [itemsConversation, { input: 'q' }, 'content'],
    [contentsConversation, { contents: [{ role: 'user', parts: [{ text: 'q' }] }] }, 'parts'],
  ])('ask to go on: %#', (conversation, request, words) => {
    const going = { rung: 'instructed', source: source(), prefill: null } as const
    const bytes = continuationBody(encoder.encode(JSON.stringify(request)), going, conversation)
    const body = JSON.parse(decoder.decode(bytes)) as Readonly<Record<string, readonly object[]>>
    const turns = body[conversation.member] ?? []
    expect(turns).toHaveLength(3)
    expect(JSON.stringify((turns[2] as Readonly<Record<string, unknown>>)[words])).toContain(
      'Continue it exactly',
    )
  })
})

describe('ways to go on', () => {
  it.each<[Partial<ContinueSource>, Prefill | null, boolean, readonly Rung[]]>([
    [{}, PLAIN, true, ['prefill', 'restart', 'instructed']],
    [{}, PLAIN, false, ['prefill', 'restart']],
    [{}, null, false, ['restart']],
    [{ text: '', reasoningChars: 9 }, PLAIN, true, ['clean']],
    [{ text: ' \n' }, CUT, false, ['restart']],
    [{ text: 'half \ud83d' }, PLAIN, true, ['restart']],
  ])('after %j with %j, in words: %j', (given, prefill, instructed, expected) => {
    expect(rungsOf(source(given), prefill, instructed)).toEqual(expected)
  })

  it('knows what was cut', () => {
    const spaced = source({ text: 'Hello \n' })
    expect(cutOf({ rung: 'prefill', source: spaced, prefill: CUT })).toBe(' \n')
    expect(cutOf({ rung: 'prefill', source: spaced, prefill: PLAIN })).toBe('')
    expect(cutOf({ rung: 'instructed', source: spaced, prefill: CUT })).toBe('')
  })

  it.each<[object, Partial<ContinueSource>, string | null]>([
    [{}, {}, null],
    [{ n: 1, response_format: { type: 'text' }, tools: [{}] }, {}, null],
    [{ response_format: { type: 'json_object' } }, {}, 'it is in JSON mode'],
    [{ response_format: { type: 'json_schema' } }, {}, 'it is in JSON mode'],
    [{ guided_regex: 'a+' }, {}, 'it is in JSON mode'],
    [{ response_format: { type: 'json_object' } }, { text: '', reasoningChars: 3 }, null],
    [{ output_config: { format: { type: 'json_schema' } } }, {}, 'it is in JSON mode'],
    [{ text: { format: { type: 'json_object' } } }, {}, 'it is in JSON mode'],
    [{ text: { format: { type: 'text' }, verbosity: 'low' } }, {}, null],
    [{ generationConfig: { responseMimeType: 'application/json' } }, {}, 'it is in JSON mode'],
    [{ generation_config: { response_schema: {} } }, {}, 'it is in JSON mode'],
    [{ generationConfig: { responseMimeType: 'text/plain' } }, {}, null],
    [{ generationConfig: { candidateCount: 2 } }, {}, 'it has several choices'],
    [{ n: 2 }, {}, 'it has several choices'],
    [{ n: 2 }, { text: '' }, 'it has several choices'],
    [{}, { obstacle: 'a tool call had begun' }, 'a tool call had begun'],
  ])('with request %j and %j: %j', (request, given, expected) => {
    const bytes = encoder.encode(JSON.stringify({ messages: [{}], ...request }))
    expect(obstacleTo(bytes, source(given), NOTHING_SET)).toBe(expected)
  })

  it('knows of JSON mode that the operator set', () => {
    const bytes = encoder.encode('{"messages":[{}]}')
    const json = { response_format: { type: 'json_object' } }
    expect(obstacleTo(bytes, source(), { params: json, extraBody: {} })).toBe('it is in JSON mode')
    expect(obstacleTo(bytes, source(), { params: {}, extraBody: json })).toBe('it is in JSON mode')
  })
})
