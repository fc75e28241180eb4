import { describe, expect, it } from 'vitest'
import { anthropicMessages } from './codec.ts'
import { MessageTrail } from './trail.ts'

const NAMES = { id: 'ours', createdS: 5, model: 'm' }
const START = { type: 'message_start', message: { id: 'msg_1', model: 'claude', content: [] } }
const begin = (index: number, type: string): object => ({
  type: 'content_block_start',
  index,
  content_block: { type, text: '' },
})
const text = (index: number, piece: string): object => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'text_delta', text: piece },
})
const end = (index: number): object => ({ type: 'content_block_stop', index })

function source(...payloads: readonly object[]) {
  const trail = new MessageTrail(NAMES)
  const decoder = anthropicMessages.decoder()
  for (const payload of payloads) {
    const frame = { name: null, data: JSON.stringify(payload) }
    trail.frame(frame)
    for (const event of decoder.read(frame) ?? []) trail.note(event)
  }
  return trail.source
}

describe('what a client has of a message that came as it is', () => {
  it('is text in numbered parts, also one that only began', () => {
    expect(
      source(START, begin(0, 'thinking'), end(0), begin(1, 'text'), text(1, 'Hi'), end(1), begin(2, 'text')),
    ).toEqual({
      text: 'Hi',
      reasoningChars: 0,
      obstacle: null,
      id: 'msg_1',
      created: 5,
      model: 'claude',
      roleSent: true,
      blocks: [
        { kind: 'reasoning', text: '', ended: true },
        { kind: 'text', text: 'Hi', ended: true },
        { kind: 'text', text: '', ended: false },
      ],
    })
  })

  it.each([
    ['tool_use', 'a tool call had begun'],
    ['server_tool_use', 'it is more than text'],
    ['redacted_thinking', 'it is more than text'],
  ])('cannot be gone on with once a part of type %s began', (type, obstacle) => {
    expect(source(START, begin(0, 'text'), text(0, 'Hi'), end(0), begin(1, type))).toMatchObject({
      obstacle,
      text: '',
      blocks: [],
    })
  })
})
