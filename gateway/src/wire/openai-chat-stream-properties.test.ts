import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DONE, HELLO, ROLE, STOP, USAGE, delta, encoder, event, run } from './example-stream.ts'

describe('properties of reading a streamed answer', () => {
  const padded = (content: string, n: number): string =>
    event({
      id: 'c',
      choices: [{ index: 0, delta: { content }, finish_reason: null }],
      obfuscation: 'x'.repeat(n % 7),
    })
  const piece = fc.oneof(
    fc.constantFrom(
      ROLE,
      STOP,
      USAGE,
      DONE,
      ': c\n\n',
      'data: {broken\n\n',
      HELLO.replaceAll('\n\n', '\r\n\r\n'),
      delta({ content: 'ü🎉' }),
    ),
    fc.string({ unit: 'grapheme' }).map((content) => delta({ content })),
    fc.tuple(fc.string(), fc.nat(20)).map(([content, n]) => padded(content, n)),
    fc.constantFrom(
      delta({}, 'length'),
      delta({ content: 'x' }, null, 1),
      delta({}, 'stop', 1),
      event({ error: { message: 'e' } }),
    ),
  )

  it('gives identical output at any split', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), sizes, fc.boolean(), (pieces, cuts, dropUsage) => {
        const whole = run(pieces.join(''), { dropUsage })
        const parts = run(pieces.join(''), { dropUsage }, cuts)
        expect(parts.out).toBe(whole.out)
        expect(parts.end).toEqual(whole.end)
        expect(parts.reader.usage).toEqual(whole.reader.usage)
        expect(parts.reader.droppedEvents).toBe(whole.reader.droppedEvents)
      }),
      { numRuns: 300 },
    )
  })

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('', ROLE, HELLO), (noise, before) => {
        const bytes = new Uint8Array([...encoder.encode(before), ...noise])
        expect(run(bytes, {}, [3]).end).not.toBeNull()
      }),
    )
  })
})
