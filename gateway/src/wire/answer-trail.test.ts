import { describe, expect, it } from 'vitest'
import { AnswerTrail } from './answer-trail.ts'
import type { CanonicalEvent } from './canonical.ts'
import type { AnswerContext } from './codec.ts'
import { openaiChat } from './openai-chat/codec.ts'
import { MAX_KEPT_BYTES } from './openai-chat-trail.ts'
import { run } from './example-stream.ts'

const CONTEXT: AnswerContext = {
  id: 'ours',
  model: 'm',
  createdS: 7,
  request: openaiChat.decodeRequest({ model: 'm', messages: [] }).value,
  includeUsage: false,
}
const START: CanonicalEvent = { kind: 'start', id: 'theirs', model: 'them', createdS: null }
const text = (piece: string): CanonicalEvent => ({ kind: 'text', block: 0, text: piece })
const CALL: CanonicalEvent = { kind: 'tool_call', block: 1, id: 't', name: 'f' }

function source(...events: readonly CanonicalEvent[]) {
  const trail = new AnswerTrail(CONTEXT)
  for (const event of events) trail.note(event)
  return trail.source
}

describe('what the client has of an answer that was translated', () => {
  it.each<[string, readonly CanonicalEvent[]]>([
    ['nothing', []],
    ['text', [START, text('Hel'), text('lo "you"\n')]],
    ['text without a start', [text('Hel')]],
    ['text before the start', [text('Hel'), START]],
    ['reasoning', [START, { kind: 'reasoning', block: 0, text: 'hm' }, { kind: 'block_end', block: 0 }]],
    ['a tool call', [START, text('Hel'), CALL, { kind: 'arguments', block: 1, text: '{' }]],
    ['a refusal', [START, { kind: 'refusal', block: 0, text: 'No.' }]],
  ])('is what a reader of its bytes finds: %s', (_, events) => {
    const encoder = openaiChat.encoder(CONTEXT)
    const written = events.map((event) => encoder.write(event)).join('')
    expect({ ...source(...events), blocks: undefined }).toEqual(
      run(written, { tracked: true, hold: 'event' }).reader.delivered,
    )
  })

  it('is kept up to a limit', () => {
    const half = text('x'.repeat(MAX_KEPT_BYTES / 2))
    expect(source(START, half, half).text).toHaveLength(MAX_KEPT_BYTES)
    expect(source(START, half, half, text('y'))).toMatchObject({
      text: '',
      obstacle: 'it is longer than what is kept',
    })
  })
})
