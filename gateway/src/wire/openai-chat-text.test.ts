import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readChoices } from './openai-chat-text.ts'

const encoder = new TextEncoder()
const bytes = (value: unknown): Uint8Array => encoder.encode(JSON.stringify(value))
const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`

/** The bytes in pieces of the given sizes, then the rest. */
function pieces(text: string, sizes: readonly number[]): readonly Uint8Array[] {
  const all = encoder.encode(text)
  const found: Uint8Array[] = []
  let at = 0
  for (const size of sizes) {
    found.push(all.subarray(at, at + size))
    at += size
  }
  return [...found, all.subarray(at)]
}

describe('reading what an answer says', () => {
  it('reads every choice of a whole answer, with lists of parts joined', () => {
    const body = {
      choices: [
        { message: { content: 'one' }, finish_reason: 'stop' },
        { message: { content: [{ type: 'text', text: 'tw' }, { text: 'o' }, { image: 1 }] } },
        { message: { content: null, tool_calls: [{ id: 'a' }] }, finish_reason: 'tool_calls' },
        { message: { refusal: 'no' }, finish_reason: 'stop' },
      ],
    }
    expect(readChoices([bytes(body)], false)).toEqual([
      { text: 'one', refusal: null, finish: 'stop', beyondText: false },
      { text: 'two', refusal: null, finish: null, beyondText: false },
      { text: '', refusal: null, finish: 'tool_calls', beyondText: true },
      { text: '', refusal: 'no', finish: 'stop', beyondText: false },
    ])
  })

  it('puts streamed choices together, however the bytes were split', () => {
    const stream = [
      ': hello\n\n',
      event({ choices: [{ index: 0, delta: { role: 'assistant', content: '' } }] }),
      event({ choices: [{ index: 0, delta: { content: 'Grüße, ' } }] }),
      event({ choices: [{ index: 1, delta: { refusal: 'n' } }] }),
      event({ choices: [{ index: 1, delta: { refusal: 'o', tool_calls: [{ index: 0 }] } }] }),
      event({ choices: [{ index: 0, delta: { content: '🌍' }, finish_reason: 'length' }] }),
      event({ choices: [], usage: { total_tokens: 3 } }),
      'data: [DONE]\n\n',
    ].join('')
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 20 }), (sizes) => {
        expect(readChoices(pieces(stream, sizes), true)).toEqual([
          { text: 'Grüße, 🌍', refusal: null, finish: 'length', beyondText: false },
          { text: '', refusal: 'no', finish: null, beyondText: true },
        ])
      }),
    )
  })

  it('says so where the bytes are no chat completion', () => {
    expect(readChoices([encoder.encode('<html>')], false)).toBeNull()
    expect(readChoices([bytes({ data: [] })], false)).toBeNull()
    expect(readChoices([encoder.encode('data: [DONE]\n\n')], true)).toBeNull()
  })

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), (value, streamed) => {
        const text = streamed ? event({ choices: [value] }) : JSON.stringify({ choices: [value] })
        readChoices([encoder.encode(text)], streamed)
      }),
    )
  })
})
