import { describe, expect, it } from 'vitest'
import type { ContinueSource } from '#domain/continuation'
import { AnswerSplicer } from '#wire/answer-splicer'
import { openaiResponses } from './codec.ts'
import { ResponseTrail } from './trail.ts'

const NAMES = { id: 'resp_1', createdS: 5, model: 'm' }
const REQUEST = new TextEncoder().encode('{"model":"m","input":"Hi"}')

interface Event {
  readonly type: string
  readonly sequence_number: number
  readonly output_index?: number
  readonly delta?: string
  readonly response?: { readonly output: readonly object[] }
}

function source(...payloads: readonly object[]): ContinueSource {
  const trail = new ResponseTrail(NAMES)
  const decoder = openaiResponses.decoder()
  for (const payload of payloads) {
    const frame = { name: null, data: JSON.stringify(payload) }
    trail.frame(frame)
    for (const event of decoder.read(frame) ?? []) trail.note(event)
  }
  return trail.source
}

const added = (index: number, type: string): object => ({
  type: 'response.output_item.added',
  output_index: index,
  item: { type, id: `item_${index}` },
})
const delta = (index: number, text: string): object => ({
  type: 'response.output_text.delta',
  output_index: index,
  content_index: 0,
  delta: text,
})
const done = (index: number, type: string): object => ({
  type: 'response.output_item.done',
  output_index: index,
  item: { type, id: `item_${index}` },
})
const CREATED = { type: 'response.created', response: { id: 'resp_1', model: 'm', created_at: 5 } }
/** A model that thinks without a word. */
const BEGUN = [CREATED, added(0, 'reasoning'), done(0, 'reasoning'), added(1, 'message'), delta(1, 'Hi')]

describe('what a client has of a response that came as it is', () => {
  it('is its items, with those that nothing is in, and the number of its events', () => {
    expect(source(...BEGUN)).toMatchObject({
      text: 'Hi',
      obstacle: null,
      id: 'resp_1',
      events: 5,
      blocks: [
        { kind: 'reasoning', text: '' },
        { kind: 'text', text: 'Hi', ended: false },
      ],
    })
  })

  it.each([
    ['function_call', 'a tool call had begun'],
    ['web_search_call', 'it is more than text'],
  ])('cannot be gone on with once there is a %s', (type, obstacle) => {
    expect(source(...BEGUN, added(2, type))).toMatchObject({ obstacle, text: '' })
  })

  it('is gone on with in the same item, with the next numbers', () => {
    const splicer = new AnswerSplicer(
      {
        rung: 'prefill',
        source: source(...BEGUN),
        prefill: { style: 'plain', trailingSpace: 'keep' },
        request: REQUEST,
        usedBefore: null,
        includeUsage: true,
      },
      openaiResponses,
    )
    const request = openaiResponses.decodeRequest({ input: 'Hi' }).value
    const second = openaiResponses.encoder({
      id: 'other',
      model: 'n',
      createdS: 9,
      request,
      includeUsage: true,
    })
    const written = [
      second.write({ kind: 'text', block: 0, text: ' there' }),
      second.write({ kind: 'finish', finish: { reason: 'stop', raw: null } }),
      second.end(),
    ]
    const step = splicer.push(new TextEncoder().encode(written.join('')))
    if (step.kind === 'diverged') throw new Error(step.detail)
    const events = new TextDecoder()
      .decode(step.bytes)
      .trimEnd()
      .split('\n\n')
      .map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 6)) as Event)
    expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, n) => n + 5))
    expect(events[0]).toMatchObject({ type: 'response.output_text.delta', output_index: 1, delta: ' there' })
    expect(events.at(-1)).toMatchObject({
      type: 'response.completed',
      response: {
        id: 'resp_1',
        output: [
          { type: 'reasoning', id: 'item_0' },
          { type: 'message', id: 'item_1', content: [{ text: 'Hi there' }] },
        ],
      },
    })
    expect(splicer.delivered.events).toBe(5 + events.length)
  })
})
