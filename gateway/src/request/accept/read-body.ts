import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { GatewayError } from '#domain/errors'
import { EndOfTurn } from '#end-of-turn'
import type { ClientRequest } from './client-side.ts'

type Decoder = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/** The client went away while it was still sending; there is nobody to answer. */
export class ClientGone extends Error {}

/**
 * The whole body, decoded, at most `maxBytes` before and after decoding.
 * Rejects with `body_too_large`, `unsupported_encoding`, `invalid_json` for broken encodings, and `ClientGone`.
 */
export function readBody(request: ClientRequest, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']
  const raw = collect(request, maxBytes)
  if (encoding === undefined || encoding === 'identity') return raw
  return raw.then((bytes) => decode(bytes, encoding, maxBytes))
}

/** Requests that have come are read together at the end of the turn. */
const arrived = new EndOfTurn<() => void>((resolve) => resolve())

/** How much of a body that is too large is read and thrown away, so that its sender gets to see the answer. */
const DISCARD_FACTOR = 4

function collect(request: ClientRequest, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    if (Number(request.headers['content-length'] ?? 0) > maxBytes * DISCARD_FACTOR) reject(tooLarge(maxBytes))
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else if (size > maxBytes * DISCARD_FACTOR) reject(tooLarge(maxBytes))
    })
    request.on('end', () => {
      const [first] = chunks
      if (size > maxBytes) reject(tooLarge(maxBytes))
      else {
        const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, size)
        arrived.add(() => resolve(body))
      }
    })
    const gone = (): void => {
      if (!request.complete) reject(new ClientGone('the client went away while sending'))
    }
    request.on('error', gone)
    request.on('close', gone)
  })
}

async function decode(raw: Buffer, encoding: string, maxBytes: number): Promise<Buffer> {
  const decoder = DECODERS.get(encoding.trim().toLowerCase())
  if (decoder === undefined) {
    const message = `The content encoding "${encoding.slice(0, 40)}" of the request body is not supported.`
    throw new GatewayError('unsupported_encoding', { message, param: 'content-encoding' })
  }
  try {
    return await decoder(raw, { maxOutputLength: maxBytes })
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(maxBytes)
    const message = `The request body is not valid ${encoding} data.`
    throw new GatewayError('invalid_json', { message, param: 'content-encoding', cause })
  }
}

function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError('body_too_large', { message: `The request body is larger than ${maxBytes} bytes.` })
}
