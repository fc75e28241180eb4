import { EventStreamCodec } from '@smithy/eventstream-codec'
import { expect, it } from 'vitest'
import { binaryFrame } from './binary-frame.ts'

it('is read by the library of AWS', () => {
  const codec = new EventStreamCodec(
    (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes as Uint8Array).toString('utf8')),
    (text) => new TextEncoder().encode(text),
  )
  const frame = binaryFrame(
    { ':message-type': 'event', ':event-type': 'contentBlockDelta' },
    { delta: { text: '☃' } },
  )
  const { headers, body } = codec.decode(frame)
  expect(headers[':event-type']).toEqual({ type: 'string', value: 'contentBlockDelta' })
  expect(JSON.parse(Buffer.from(body).toString('utf8'))).toEqual({ delta: { text: '☃' } })
})
