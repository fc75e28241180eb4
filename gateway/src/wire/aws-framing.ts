import type { FramedEvent, Framing } from './framing.ts'
import { asObject, parseJson } from './json-read.ts'
import { joined } from './sse.ts'

/** Lengths and their checksum. */
const PRELUDE_BYTES = 12
const CHECKSUM_BYTES = 4
const MAX_FRAME_BYTES = 16 * 1024 * 1024

const decoder = new TextDecoder()
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xed_b8_83_20 : crc >>> 1
  return crc
})

/**
 * Frames of `application/vnd.amazon.eventstream`. An event's data is its payload under the name of its type, as the API
 * models it; an exception's is an `error` whose code is the type of it.
 */
export class AwsFraming implements Framing {
  broken = false
  #kept: Uint8Array = new Uint8Array(0)

  get pendingBytes(): number {
    return this.#kept.length
  }

  push(chunk: Uint8Array): readonly FramedEvent[] {
    if (this.broken) return []
    let rest = this.#kept.length === 0 ? chunk : joined([this.#kept, chunk])
    const events: FramedEvent[] = []
    for (;;) {
      const size = frameSize(rest)
      if (size === null || rest.length < size) break
      const bytes = rest.subarray(0, size)
      const event = size < PRELUDE_BYTES ? null : readFrame(bytes)
      if (event === null) {
        this.broken = true
        return events
      }
      events.push(event)
      rest = rest.subarray(size)
    }
    this.#kept = rest
    return events
  }
}

/** `null` until the lengths are there; 0 where they make no sense. */
function frameSize(bytes: Uint8Array): number | null {
  if (bytes.length < PRELUDE_BYTES) return null
  const view = viewOf(bytes)
  const [size, headers] = [view.getUint32(0), view.getUint32(4)]
  const sound = crc32(bytes.subarray(0, 8)) === view.getUint32(8)
  return sound && size <= MAX_FRAME_BYTES && size >= PRELUDE_BYTES + headers + CHECKSUM_BYTES ? size : 0
}

/** `null`: it is damaged. */
function readFrame(bytes: Uint8Array): FramedEvent | null {
  const view = viewOf(bytes)
  const end = bytes.length - CHECKSUM_BYTES
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end)) return null
  const headersEnd = PRELUDE_BYTES + view.getUint32(4)
  const headers = readHeaders(bytes.subarray(PRELUDE_BYTES, headersEnd))
  if (headers === null) return null
  const payload = decoder.decode(bytes.subarray(headersEnd, end))
  const type = headers.get(':message-type') ?? 'event'
  if (type === 'event') {
    const name = headers.get(':event-type') ?? ''
    return { frame: { name, data: `{${JSON.stringify(name)}:${payload === '' ? '{}' : payload}}` }, bytes }
  }
  const code = headers.get(':exception-type') ?? headers.get(':error-code') ?? type
  const said = asObject(parseJson(payload))
  const message = said?.['message'] ?? said?.['Message'] ?? headers.get(':error-message') ?? payload
  const error = { code: code.charAt(0).toUpperCase() + code.slice(1), message }
  return { frame: { name: 'error', data: JSON.stringify({ error }) }, bytes }
}

/** Sizes of values by their type; those of 6 and 7 stand before them. */
const VALUE_BYTES = [0, 0, 1, 2, 4, 8, null, null, 8, 16]

/** The headers that are texts. */
function readHeaders(bytes: Uint8Array): ReadonlyMap<string, string> | null {
  const view = viewOf(bytes)
  const headers = new Map<string, string>()
  for (let at = 0; at < bytes.length;) {
    const nameEnd = at + 1 + (bytes[at] ?? 0)
    const name = decoder.decode(bytes.subarray(at + 1, nameEnd))
    const fixed = VALUE_BYTES[bytes[nameEnd] ?? -1]
    if (fixed === undefined) return null
    if (fixed === null) {
      if (nameEnd + 3 > bytes.length) return null
      const start = nameEnd + 3
      at = start + view.getUint16(nameEnd + 1)
      headers.set(name, decoder.decode(bytes.subarray(start, at)))
    } else at = nameEnd + 1 + fixed
    if (at > bytes.length) return null
  }
  return headers
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xff_ff_ff_ff
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0)
  return (crc ^ 0xff_ff_ff_ff) >>> 0
}
