import { expect, it } from 'vitest'
import { SseFraming } from './framing.ts'

it('gives server-sent events with name and data, comments as bytes alone', () => {
  const stream = ': hello\n\nevent: greeting\ndata: one\n\ndata: two\n\n'
  const framing = new SseFraming()
  const events = [...new TextEncoder().encode(stream)].flatMap((byte) => framing.push(Uint8Array.of(byte)))
  expect(events.map(({ frame }) => frame)).toEqual([
    null,
    { name: 'greeting', data: 'one' },
    { name: null, data: 'two' },
  ])
  expect(Buffer.concat(events.map(({ bytes }) => bytes)).toString()).toBe(stream)
})
