import { describe, expect, it } from 'vitest'
import type { CanonicalEvent } from '#wire/canonical'
import { CLIENT_CODECS } from '#wire/codecs'
import { collect } from '#wire/example-collect'
import { CONTEXT } from '#wire/example-recorded'
import { cohereChat } from './codec.ts'

const SOURCE = {
  type: 'document',
  id: 'doc:0',
  document: { id: 'doc:0', title: 'T', url: 'https://example.com/t' },
}
const START = { type: 'message-start', id: 'i', delta: { message: { role: 'assistant' } } }
const USAGE = { billed_units: { input_tokens: 3 }, tokens: { input_tokens: 90, output_tokens: 9 } }
const END = { type: 'message-end', delta: { finish_reason: 'COMPLETE', usage: USAGE } }

const text = (index: number, said: string) => ({
  type: 'content-delta',
  index,
  delta: { message: { content: { text: said } } },
})
const thought = (index: number, said: string) => ({
  type: 'content-delta',
  index,
  delta: { message: { content: { thinking: said } } },
})
const cited = (members: object) => ({
  type: 'citation-start',
  index: 0,
  delta: { message: { citations: { start: 0, end: 2, text: 'Hi', sources: [SOURCE], ...members } } },
})
const call = (type: string, members: object = {}) => ({
  type: `tool-call-${type}`,
  index: 0,
  delta: { message: { tool_calls: members } },
})

/** The events of a stream, framed as Cohere does, that comes byte by byte. */
function decoded(payloads: readonly (object | string)[]): readonly CanonicalEvent[] {
  const decoder = cohereChat.decoder()
  const framing = cohereChat.framing()
  const framed = payloads.map((payload) =>
    typeof payload === 'string'
      ? `data: ${payload}\n\n`
      : `event: ${(payload as { type?: string }).type ?? 'message'}\ndata: ${JSON.stringify(payload)}\n\n`,
  )
  return [...new TextEncoder().encode(framed.join(''))]
    .flatMap((byte) => framing.push(Uint8Array.of(byte)))
    .flatMap(({ frame }) => {
      const events = frame === null ? [] : decoder.read(frame)
      if (events === null) throw new Error(`malformed: ${frame?.data}`)
      return events
    })
}

describe('a streamed answer of Cohere', () => {
  const stream = [START, thought(0, 'Hm'), text(1, 'Hi'), { type: 'content-end', index: 1 }, cited({}), END]

  it('keeps citations that come after the end of their text', () => {
    const { parts, usage, finish } = collect(
      decoded([...stream, '[DONE]']).filter(({ kind }) => kind !== 'block_end'),
    )
    expect(parts).toMatchObject([
      { kind: 'reasoning', text: 'Hm' },
      {
        kind: 'text',
        text: 'Hi',
        citations: [{ title: 'T', url: 'https://example.com/t', start: 0, end: 2 }],
      },
    ])
    expect(usage).toMatchObject({ input: 90, output: 9, estimated: false })
    expect(finish).toEqual({ reason: 'stop', raw: 'COMPLETE' })
  })

  it.each(CLIENT_CODECS.map((one) => [one.id, one] as const))(
    'names its source to clients of %s, in one text',
    (_, client) => {
      const encoder = client.encoder(CONTEXT)
      const out = decoded(stream).map((event) => encoder.write(event))
      expect(out.join('') + encoder.end()).toContain('https://example.com/t')
    },
  )

  it.each([
    ['a thought', { type: 'THINKING_CONTENT' }, 0],
    ['a plan that there is not', { type: 'PLAN' }, 0],
    ['another block', { content_index: 0 }, 0],
    ['the text by its number', { content_index: 1 }, 1],
  ])('has citations of what they are about only: %s', (_, members, count) => {
    const events = decoded([START, thought(0, 'Hm'), text(1, 'Hi'), cited(members), END])
    expect(events.filter(({ kind }) => kind === 'citation')).toHaveLength(count)
  })

  it('ends every block before the next begins, and all before it ends', () => {
    const ends = decoded(stream).flatMap((event) => (event.kind === 'block_end' ? [event.block] : []))
    expect(ends).toEqual([0, 1])
  })

  it.each([
    [[], '{}'],
    [['null'], '{}'],
    [[...'null'], '{}'],
    [[' ', 'nu', 'll '], '{}'],
    [[...'{"a":null}'], '{"a":null}'],
    [['n', 'ope'], 'nope'],
  ])('has calls with the arguments %j', (pieces, expected) => {
    const begun = call('start', { id: 'c', type: 'function', function: { name: 'f', arguments: '' } })
    const written = pieces.map((piece) => call('delta', { function: { arguments: piece } }))
    const end = { ...END, delta: { ...END.delta, finish_reason: 'TOOL_CALL' } }
    const events = decoded([START, begun, ...written, { type: 'tool-call-end', index: 0 }, end])
    const { parts, finish } = collect(events)
    expect(parts).toEqual([{ kind: 'tool_call', id: 'c', name: 'f', arguments: expected }])
    expect(finish.reason).toBe('tool_calls')
    const unended = decoded([START, begun, ...written, end])
    expect(collect(unended).parts).toEqual(parts)
  })

  it.each([
    ['a body in its place', { id: 'x', message: 'too many requests' }, /too many requests/],
    ['an end that failed', { type: 'message-end', delta: { finish_reason: 'ERROR', error: 'lost' } }, /lost/],
    ['an end that took too long', { type: 'message-end', delta: { finish_reason: 'TIMEOUT' } }, /504/],
    ['an envelope', { error: { message: 'broken' } }, /broken/],
  ])('tells %s for an error', (_, payload, expected) => {
    const last = decoded([START, payload]).at(-1)
    expect(last?.kind).toBe('error')
    expect(JSON.stringify(last)).toMatch(expected)
  })
})

describe('a whole answer of Cohere', () => {
  const answer = (message: object, reason = 'COMPLETE') =>
    cohereChat.decodeAnswer({ id: 'i', message, finish_reason: reason, usage: USAGE })

  it('has the citations of each part where they belong', () => {
    const citation = (members: object) => ({ start: 0, end: 1, text: 'x', sources: [SOURCE], ...members })
    const parts = answer({
      tool_plan: 'P',
      content: [
        { type: 'thinking', thinking: 'T' },
        { type: 'text', text: 'A' },
        { type: 'text', text: 'B' },
      ],
      citations: [
        citation({ end: 2 }),
        citation({ end: 3, content_index: 2 }),
        citation({ end: 4, type: 'PLAN' }),
        citation({ end: 5, type: 'THINKING_CONTENT' }),
      ],
    })?.parts
    expect(parts).toMatchObject([
      { kind: 'text', text: 'P', citations: [{ end: 4 }] },
      { kind: 'reasoning', text: 'T' },
      { kind: 'text', text: 'A', citations: [{ end: 2 }] },
      { kind: 'text', text: 'B', citations: [{ end: 3 }] },
    ])
  })

  it.each([
    ['COMPLETE', 'stop'],
    ['STOP_SEQUENCE', 'stop'],
    ['MAX_TOKENS', 'length'],
    ['TOOL_CALL', 'tool_calls'],
    ['ERROR_TOXIC', 'content_filter'],
    ['ERROR_LIMIT', 'context_length'],
    ['toString', 'other'],
  ])('that ended with %s has ended with %s', (raw, reason) => {
    expect(answer({ content: [{ type: 'text', text: 'A' }] }, raw)?.finish).toEqual({ reason, raw })
  })

  it.each(['ERROR', 'TIMEOUT'])('that ended with %s is none', (raw) => {
    expect(answer({ content: [{ type: 'text', text: 'A' }] }, raw)).toBe(null)
  })

  it('is not an error, whose message is a text', () => {
    expect(cohereChat.decodeAnswer({ id: 'i', message: 'invalid api token' })).toBe(null)
  })

  it('counts what is billed where nothing else is counted', () => {
    const billed = cohereChat.decodeAnswer({
      message: { content: [] },
      usage: { billed_units: { input_tokens: 3, output_tokens: 4 } },
    })
    expect(billed?.usage).toMatchObject({ input: 3, cachedInput: 0, output: 4 })
  })
})
