import { crc32 } from 'node:zlib'

const LENGTHS_BYTES = 8
const CHECKSUM_BYTES = 4
/** Type of a header's value: a text, with its length before it. */
const TEXT = 7

/** A frame of `application/vnd.amazon.eventstream` with a JSON payload. */
export function binaryFrame(headers: Readonly<Record<string, string>>, payload: object): Uint8Array {
  const named = Object.entries({ ...headers, ':content-type': 'application/json' })
  const head = Buffer.concat(named.map(([name, value]) => headerOf(name, value)))
  const body = Buffer.from(JSON.stringify(payload))
  const lengths = Buffer.alloc(LENGTHS_BYTES)
  lengths.writeUInt32BE(LENGTHS_BYTES + CHECKSUM_BYTES + head.length + body.length + CHECKSUM_BYTES, 0)
  lengths.writeUInt32BE(head.length, 4)
  const before = Buffer.concat([lengths, checksum(lengths), head, body])
  return Buffer.concat([before, checksum(before)])
}

function headerOf(name: string, value: string): Buffer {
  const [key, text] = [Buffer.from(name), Buffer.from(value)]
  return Buffer.concat([
    Buffer.from([key.length]),
    key,
    Buffer.from([TEXT, text.length >> 8, text.length & 255]),
    text,
  ])
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(CHECKSUM_BYTES)
  sum.writeUInt32BE(crc32(bytes), 0)
  return sum
}
