import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AwsFraming } from './aws-framing.ts'
import { awsException, awsFrame } from '#simulator/aws-frame'

const TEXTS = ['{"messageStart":{"role":"assistant"}}', '{"contentBlockDelta":{"delta":{"text":"Hé ☃"}}}']
const ERROR = awsException('throttlingException', 'Too many requests')

function read(pieces: readonly Uint8Array[]): { data: string[]; broken: boolean; pending: number } {
  const framing = new AwsFraming()
  const events = pieces.flatMap((piece) => framing.push(piece))
  const data = events.map(({ frame }) => frame?.data ?? '')
  return { data, broken: framing.broken, pending: framing.pendingBytes }
}

describe('frames as the library of AWS writes them', () => {
  const bytes = Buffer.concat([...TEXTS.map(awsFrame), ERROR])
  const expected = [...TEXTS, '{"error":{"code":"ThrottlingException","message":"Too many requests"}}']

  it('are read wherever they are cut', () => {
    expect(read([bytes])).toEqual({ data: expected, broken: false, pending: 0 })
    expect(read([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual({
      data: expected,
      broken: false,
      pending: 0,
    })
    fc.assert(
      fc.property(fc.nat(bytes.length), (at) => {
        expect(read([bytes.subarray(0, at), bytes.subarray(at)]).data).toEqual(expected)
      }),
    )
  })

  it('keep their bytes, so that every one belongs to one frame', () => {
    const framing = new AwsFraming()
    expect(Buffer.concat(framing.push(bytes).map((event) => event.bytes)).equals(bytes)).toBe(true)
  })

  it('are not read where a single bit is wrong', () => {
    const [first = ''] = TEXTS
    const frame = awsFrame(first)
    for (let at = 0; at < frame.length; at += 1) {
      const spoiled = Uint8Array.from(frame)
      spoiled[at] = (spoiled[at] ?? 0) ^ 1
      const { data, broken } = read([Buffer.concat([spoiled, frame])])
      expect({ at, data, broken }).toEqual({ at, data: [], broken: true })
    }
  })

  it('never make the reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
        expect(read([noise]).data).toEqual([])
      }),
    )
  })
})
