import { expect, it } from 'vitest'
import type { CanonicalEvent } from '#wire/canonical'
import { CONTEXT } from '#wire/example-recorded'
import { asObject, parseJson } from '#wire/json-read'
import { openaiResponses } from './codec.ts'

const ERROR = { status: 502, message: 'it broke', type: 'api_error', code: 'upstream_failed', param: null }
const EVENTS: readonly CanonicalEvent[] = [
  { kind: 'start', id: 'a', model: 'm', createdS: 7 },
  { kind: 'reasoning', block: 0, text: 'Let me ' },
  { kind: 'reasoning', block: 0, text: 'think.' },
  { kind: 'block_end', block: 0 },
  { kind: 'text', block: 1, text: 'Hé' },
  { kind: 'text', block: 1, text: 'llo' },
  { kind: 'block_end', block: 1 },
  { kind: 'tool_call', block: 2, id: 'c', name: 'f' },
  { kind: 'arguments', block: 2, text: '{"a"' },
]

interface Failed {
  readonly sequence_number: number
  readonly response: {
    readonly id: string
    readonly status: string
    readonly model: string
    readonly error: object
    readonly output: readonly Record<string, unknown>[]
  }
}

/** The last event of a stream that broke after so many of the events, sent in pieces of a size. */
function brokenAfter(count: number, size: number): { readonly events: number; readonly failed: Failed } {
  const encoder = openaiResponses.encoder(CONTEXT)
  const text = EVENTS.slice(0, count)
    .map((event) => encoder.write(event))
    .join('')
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  )
  const end = openaiResponses.encodeBreak(ERROR, pieces)
  const data = /event: response\.failed\ndata: (.*)\n/u.exec(end)?.[1] ?? ''
  expect(end).toContain('event: error')
  return { events: text.split('event: ').length - 1, failed: asObject(parseJson(data)) as unknown as Failed }
}

it.each([1, 7, 100_000])(
  'the response that failed is what the client has of it, in pieces of %i bytes',
  (size) => {
    const { events, failed } = brokenAfter(EVENTS.length, size)
    expect(failed.sequence_number).toBe(events + 1)
    expect(failed.response).toMatchObject({
      id: 'resp_a',
      status: 'failed',
      model: 'm',
      error: { code: 'upstream_failed', message: 'it broke' },
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'Let me think.' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'Héllo' }] },
        { type: 'function_call', name: 'f', arguments: '{"a"', status: 'incomplete' },
      ],
    })
  },
)

it('has what had come of a text that was cut', () => {
  const { failed } = brokenAfter(5, 100_000)
  expect(failed.response.output).toMatchObject([
    { type: 'reasoning' },
    { type: 'message', status: 'incomplete', content: [{ text: 'Hé' }] },
  ])
})

it('says the least that clients read where nothing had come', () => {
  const { failed } = brokenAfter(0, 1)
  expect(failed).toMatchObject({
    sequence_number: 1,
    response: { object: 'response', status: 'failed', output: [] },
  })
})
