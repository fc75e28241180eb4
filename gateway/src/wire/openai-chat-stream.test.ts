import { describe, expect, it } from 'vitest'
import {
  BASE,
  DONE,
  HELLO,
  ROLE,
  STOP,
  USAGE,
  WHOLE,
  delta,
  encoder,
  event,
  run,
  short,
} from './example-stream.ts'
import { ChatStreamReader, type ChatStreamOptions } from './openai-chat-stream.ts'

describe('reading a streamed answer', () => {
  it('passes on every byte of a whole answer', () => {
    const { out, end, reader } = run(WHOLE)
    expect(out).toBe(WHOLE)
    expect(short(end)).toBe('answered')
    expect(reader.usage).toMatchObject({ input: 3, output: 2, estimated: false })
    expect(reader.reportedModel).toBe('m')
  })

  it('takes the usage chunk out when it was not asked for by the client', () => {
    const { out, reader } = run(WHOLE, { dropUsage: true })
    expect(out).toBe(ROLE + HELLO + STOP + DONE)
    expect(reader.usage).toMatchObject({ input: 3 })
  })

  it('takes a chunk out with its whole line end, wherever that is split', () => {
    const text = (HELLO + STOP + USAGE + DONE).replaceAll('\n\n', '\r\n\r\n')
    expect(run(text, { dropUsage: true }, [1]).out).toBe(run(text, { dropUsage: true }).out)
  })

  it('keeps usage that comes with the finish reason', () => {
    const last = event({
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 1 },
    })
    expect(run(HELLO + last + DONE, { dropUsage: true }).out).toBe(HELLO + last + DONE)
  })

  it('forwards one read as one piece without copying when nothing is taken out', () => {
    const first = encoder.encode(ROLE + HELLO)
    const second = encoder.encode(HELLO + HELLO)
    const told: Uint8Array[] = []
    const reader = new ChatStreamReader(BASE, {
      commit: (c) => told.push(...c),
      bytes: (c) => told.push(c),
      onEnd: () => undefined,
    })
    reader.push(first)
    reader.push(second)
    expect(told).toHaveLength(2)
    expect(told[0]).toBe(first)
    expect(told[1]).toBe(second)
  })

  const FIRST_CONTENT: readonly (readonly [string, unknown])[] = [
    ['text', { content: 'a' }],
    ['a list of parts', { content: [{ type: 'thinking', thinking: [] }] }],
    ['reasoning_content', { reasoning_content: 'a' }],
    ['reasoning', { reasoning: 'a' }],
    ['a tool call', { tool_calls: [{ index: 0, id: 'x', function: { name: 'f', arguments: '' } }] }],
    ['a function call', { function_call: { name: 'f' } }],
    ['a refusal', { refusal: 'I cannot' }],
    ['audio', { audio: { id: 'x' } }],
  ]
  it.each(FIRST_CONTENT)('commits at %s', (_, content) => {
    expect(run(ROLE + delta(content)).committed).toBe(true)
  })

  const NO_CONTENT: readonly (readonly [string, string])[] = [
    ['a role', ROLE],
    ["Azure's first chunk", event({ id: '', model: '', choices: [], prompt_filter_results: [{}] })],
    ['comments', ': keep-alive\n\n: OPENROUTER PROCESSING\n\n'],
    ['an empty text', delta({ content: '' })],
    ['a plain finish', ROLE + STOP],
  ]
  it.each(NO_CONTENT)('holds %s', (_, text) => {
    expect(run(text).committed).toBe(false)
  })

  it('commits at any event but comments when there is no alternative', () => {
    expect(run(': keep-alive\n\n', { hold: 'event' }).committed).toBe(false)
    expect(run(ROLE, { hold: 'event' }).committed).toBe(true)
  })

  it('does not replay comments from before the commit, and passes on those after it', () => {
    expect(run(`: a\n\n${ROLE}: b\n\n${HELLO}: c\n\n${STOP}${DONE}`).out).toBe(
      `${ROLE}${HELLO}: c\n\n${STOP}${DONE}`,
    )
  })

  const ENDS: readonly (readonly [string, string, Partial<ChatStreamOptions>, string])[] = [
    ['a finish reason without the sentinel', HELLO + STOP, {}, 'answered'],
    ['the sentinel without a finish reason', HELLO + DONE, {}, 'failed stream_interrupted'],
    ['no end at all', HELLO, {}, 'failed stream_interrupted'],
    ['nothing', '', {}, 'failed stream_interrupted'],
    ['a role and no more', ROLE, {}, 'failed stream_interrupted'],
    ['an event that is cut', HELLO + STOP.slice(0, -1), {}, 'failed stream_interrupted'],
    ['a plain stop without content', ROLE + STOP + USAGE + DONE, {}, 'failed empty_response'],
    ['the sentinel without anything', ROLE + DONE, {}, 'failed empty_response'],
    ['a plain stop without content, committed', ROLE + STOP + DONE, { hold: 'event' }, 'empty_response'],
    ['a length limit without content', ROLE + delta({}, 'length') + DONE, {}, 'answered'],
    ['a content filter', HELLO + delta({}, 'content_filter') + DONE, {}, 'content_filter'],
    ['a content filter before any text', ROLE + delta({}, 'content_filter') + DONE, {}, 'content_filter'],
    [
      'a content filter that is judged',
      ROLE + delta({}, 'content_filter') + DONE,
      { judge: { refusal: false, contentFilter: true } },
      'failed content_filter',
    ],
    [
      'a judged content filter after the commit',
      HELLO + delta({}, 'content_filter') + DONE,
      { judge: { refusal: false, contentFilter: true } },
      'content_filter',
    ],
    ['a refusal', ROLE + delta({ refusal: 'no' }) + STOP + DONE, {}, 'refusal'],
    [
      'a refusal that is judged',
      ROLE + delta({ refusal: 'no' }) + STOP + DONE,
      { judge: { refusal: true, contentFilter: false } },
      'failed refusal',
    ],
    [
      'a malformed tool call',
      ROLE + delta({}, 'function_call_filter: MALFORMED_FUNCTION_CALL'),
      {},
      'failed tool_generation_failed',
    ],
    [
      'two choices, one unfinished',
      HELLO + delta({ content: 'x' }, null, 1) + STOP + DONE,
      {},
      'failed stream_interrupted',
    ],
    [
      'two finished choices',
      HELLO + delta({ content: 'x' }, null, 1) + STOP + delta({}, 'stop', 1) + DONE,
      {},
      'answered',
    ],
    ['an error first', event({ error: { message: 'x' } }), {}, 'error'],
    ['an error later', HELLO + event({ error: { message: 'x' } }) + DONE, {}, 'error'],
    ['a flat error', event({ object: 'error', message: 'x' }), {}, 'error'],
    ['an error in a list', event([{ error: { code: 429 } }]), {}, 'error'],
    ['an event named error', `event: error\ndata: {"message":"x"}\n\n`, {}, 'error'],
    ['a finish reason error', HELLO + delta({}, 'error'), {}, 'error'],
    [
      'no error',
      HELLO + event({ error: null, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      {},
      'answered',
    ],
    [
      'a malformed event',
      HELLO + 'data: {"choices":[\n\n' + STOP + DONE,
      { malformedEvent: 'error' },
      'failed stream_interrupted',
    ],
  ]
  it.each(ENDS)('ends right after %s', (_, text, options, expected) => {
    expect(short(run(text, options).end)).toBe(expected)
    expect(short(run(text, options, [1]).end)).toBe(expected)
  })

  it('adds the sentinel that is missing', () => {
    expect(run(HELLO + STOP).out).toBe(HELLO + STOP + DONE)
  })

  it('never passes on an event that is cut', () => {
    expect(run(HELLO + delta({ content: 'more' }).slice(0, -2)).out).toBe(HELLO)
  })

  it('drops and counts malformed events, also those that look like the ones before', () => {
    const broken = delta({ content: 'abc' }).replace('abc', 'a\\qc')
    const { out, end, reader } = run(ROLE + HELLO + HELLO + broken + 'data: nonsense\n\n' + STOP + DONE)
    expect(out).toBe(ROLE + HELLO + HELLO + STOP + DONE)
    expect(short(end)).toBe('answered')
    expect(reader.droppedEvents).toBe(2)
  })

  it('estimates the tokens of an answer that was cut', () => {
    const { reader } = run(
      ROLE +
        delta({ content: 'a'.repeat(40) }) +
        delta({ content: 'b'.repeat(40) }) +
        delta({ content: 'c'.repeat(20) }),
    )
    expect(reader.usage).toEqual({
      input: 7,
      cachedInput: 0,
      cacheWrite: 0,
      output: 25,
      reasoning: 0,
      estimated: true,
    })
    expect(run(ROLE).reader.usage).toBeNull()
  })

  it('gives up on endless events without content', () => {
    const reader = new ChatStreamReader(BASE, {
      commit: () => undefined,
      bytes: () => undefined,
      onEnd: () => undefined,
    })
    const chunk = encoder.encode(ROLE.repeat(1000))
    for (let n = 0; n < 100 && !reader.ended; n += 1) reader.push(chunk)
    expect(reader.ended).toBe(true)
  })
})
