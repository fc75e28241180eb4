import { EventStreamCodec } from '@smithy/eventstream-codec'
import { asObject, parseJson } from '#wire/json-read'

const encoder = new TextEncoder()
const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes as Uint8Array).toString('utf8')),
  (text) => encoder.encode(text),
)

/** A frame as AWS's own library writes it; the payload stands under the name of its type. */
export function awsFrame(data: string): Uint8Array {
  const [[name, payload] = ['', {}]] = Object.entries(asObject(parseJson(data)) ?? {})
  return written({ ':message-type': 'event', ':event-type': name }, payload)
}

/** An exception in the middle of a stream. */
export function awsException(type: string, message: string): Uint8Array {
  return written({ ':message-type': 'exception', ':exception-type': type }, { message })
}

function written(names: Readonly<Record<string, string>>, payload: unknown): Uint8Array {
  const named = { ...names, ':content-type': 'application/json' }
  const texts = Object.entries(named).map(
    ([name, value]) => [name, { type: 'string' as const, value }] as const,
  )
  const headers = {
    ...Object.fromEntries(texts),
    ':date': { type: 'timestamp' as const, value: new Date(0) },
  }
  return codec.encode({ headers, body: encoder.encode(JSON.stringify(payload)) })
}
