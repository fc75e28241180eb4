import { describe, expect, it } from 'vitest'
import { answerChoices } from './answer-choices.ts'

const encoder = new TextEncoder()
const event = (data: { type: string }): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`

const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
}

describe('what an answer of another dialect says', () => {
  it('is its text, without thoughts, and whether there is more than text', () => {
    const whole = {
      ...MESSAGE,
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: 's' },
        { type: 'text', text: 'Four' },
        { type: 'text', text: '.' },
        { type: 'tool_use', id: 't', name: 'f', input: {} },
      ],
      stop_reason: 'max_tokens',
    }
    const chunks = [encoder.encode(JSON.stringify(whole))]
    expect(answerChoices('anthropic-messages', chunks, false)).toEqual([
      { text: 'Four.', refusal: null, finish: 'length', beyondText: true },
    ])
  })

  it('is put together from a stream', () => {
    const delta = (text: string) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })
    const stream = [
      { type: 'message_start', message: { ...MESSAGE, content: [], stop_reason: null } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      delta('Fo'),
      delta('ur.'),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'refusal' }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ]
    const chunks = stream.map((one) => encoder.encode(event(one)))
    expect(answerChoices('anthropic-messages', chunks, true)).toEqual([
      { text: 'Four.', refusal: '', finish: 'refusal', beyondText: false },
    ])
  })

  it('is nothing where the bytes are no answer', () => {
    expect(answerChoices('anthropic-messages', [encoder.encode('{}')], false)).toBeNull()
    expect(answerChoices('anthropic-messages', [encoder.encode('<html>')], false)).toBeNull()
    expect(answerChoices('anthropic-messages', [encoder.encode(': ping\n\n')], true)).toBeNull()
  })
})
