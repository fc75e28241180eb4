import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineFraming, SseFraming, type Framing } from './framing.ts'

const encoder = new TextEncoder()
const text = fc.stringMatching(/^[a-z☃"{}:, ]{0,20}$/u)

function pushed(framing: Framing, bytes: Uint8Array, size: number): { data: string[]; bytes: string } {
  const data: string[] = []
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) {
    for (const event of framing.push(bytes.subarray(at, at + size))) {
      parts.push(event.bytes)
      if (event.frame !== null) data.push(event.frame.data)
    }
  }
  return { data, bytes: Buffer.concat(parts).toString() }
}

it('cuts lines of JSON wherever the reads are split, and keeps every byte of complete ones', () => {
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 1, max: 9 }), (lines, size) => {
      const whole = lines.map((line) => `${line}\r\n`).join('')
      const framing = new LineFraming()
      const found = pushed(framing, encoder.encode(`${whole}rest`), size)
      expect(found.data).toEqual(lines.map((line) => line.trim()).filter((line) => line !== ''))
      expect(found.bytes).toBe(whole)
      expect([framing.pendingBytes, framing.broken]).toEqual([4, false])
    }),
  )
})

it('gives server-sent events with name and data, comments as bytes alone', () => {
  const stream = ': hello\n\nevent: greeting\ndata: one\n\ndata: two\n\n'
  const framing = new SseFraming()
  const events = [...encoder.encode(stream)].flatMap((byte) => framing.push(Uint8Array.of(byte)))
  expect(events.map(({ frame }) => frame)).toEqual([
    null,
    { name: 'greeting', data: 'one' },
    { name: null, data: 'two' },
  ])
  expect(Buffer.concat(events.map(({ bytes }) => bytes)).toString()).toBe(stream)
})

it('gives up lines that never end', () => {
  const framing = new LineFraming()
  const piece = new Uint8Array(1024 * 1024).fill(0x61)
  for (let n = 0; n < 17; n += 1) framing.push(piece)
  expect(framing.broken).toBe(true)
  expect(framing.push(encoder.encode('\n'))).toEqual([])
})
