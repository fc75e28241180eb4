import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_KEPT_BYTES } from './openai-chat-trail.ts'
import { delta, encoder, event, HELLO, ROLE, run, STOP, WHOLE } from './example-stream.ts'

function delivered(text: string | Uint8Array, sizes: readonly number[] = []) {
  const { reader } = run(text, { tracked: true }, sizes)
  const source = reader.delivered
  if (source === null) throw new Error('not tracked')
  return source
}

const DATED = event({ id: 'a', created: 7, model: 'm', choices: [{ index: 0, delta: { content: 'x' } }] })

describe('what the client has of a streamed answer', () => {
  it('is text, names and role', () => {
    expect(delivered(ROLE + HELLO)).toEqual({
      text: 'Hello "you"\n',
      reasoningChars: 0,
      obstacle: null,
      id: 'c',
      created: null,
      model: 'm',
      roleSent: true,
    })
    expect(delivered(DATED)).toMatchObject({ created: 7, roleSent: false })
  })

  it('is not kept unless it is asked for', () => {
    expect(run(WHOLE).reader.delivered).toBeNull()
  })

  it('is exact whatever the text, the pieces and the reads', () => {
    const texts = fc.array(
      fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string()),
      {
        maxLength: 20,
      },
    )
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(texts, sizes, fc.boolean(), (pieces, cuts, done) => {
        const events = pieces.map((content) => delta({ content })).join('')
        const source = delivered(ROLE + HELLO + events + (done ? STOP : ''), cuts)
        expect(source.text).toBe(`Hello "you"\n${pieces.join('')}`)
        expect(source.obstacle).toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  it('puts together characters that events split in half', () => {
    expect(delivered(delta({ content: 'a\ud83d' }) + delta({ content: '\ude00b' })).text).toBe('a😀b')
  })

  it('counts reasoning apart from text', () => {
    const thoughts = ['reasoning_content', 'reasoning', 'thinking'].map((name) =>
      delta({ content: '', [name]: 'hm?' }),
    )
    const source = delivered(ROLE + thoughts.join('') + thoughts.join('') + delta({ content: 'Hi' }))
    expect(source).toMatchObject({ text: 'Hi', reasoningChars: 18 })
  })

  it('has none of what stands behind the last whole event', () => {
    const cut = encoder.encode(ROLE + HELLO + delta({ content: 'never seen' })).slice(0, -9)
    expect(delivered(cut).text).toBe('Hello "you"\n')
  })

  it.each([
    [
      { tool_calls: [{ index: 0, id: 't', function: { name: 'f', arguments: '' } }] },
      'a tool call had begun',
    ],
    [{ function_call: { name: 'f' } }, 'a tool call had begun'],
    [{ refusal: 'I cannot' }, 'it had begun to refuse'],
    [{ content: [{ type: 'text', text: 'x' }] }, 'it is more than text'],
    [{ images: [{}] }, 'it is more than text'],
    [{ audio: { id: 'x' } }, 'it is more than text'],
  ])('with %j cannot be gone on with', (piece, obstacle) => {
    expect(delivered(ROLE + HELLO + delta(piece))).toMatchObject({ obstacle, text: '' })
  })

  it('cannot be gone on with when it has several choices', () => {
    expect(delivered(HELLO + delta({ content: 'x' }, null, 1)).obstacle).toBe('it has several choices')
  })

  it('is kept up to a limit', () => {
    const piece = delta({ content: 'x'.repeat(60_000) })
    const most = Math.floor(MAX_KEPT_BYTES / 60_000)
    expect(delivered(piece.repeat(most)).text).toHaveLength(most * 60_000)
    expect(delivered(piece.repeat(most + 1)).obstacle).toBe('it is longer than what is kept')
  })
})
