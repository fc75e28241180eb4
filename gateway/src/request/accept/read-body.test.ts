import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ClientGone, readBody } from './read-body.ts'

const MAX = 1_000

/** A request whose body arrives in these pieces. */
function request(chunks: readonly Uint8Array[], headers: IncomingHttpHeaders = {}): IncomingMessage {
  const stream = Readable.from(chunks.map((chunk) => Buffer.from(chunk)))
  return Object.assign(stream, { headers, complete: true }) as unknown as IncomingMessage
}

const text = (value: string): Uint8Array => Buffer.from(value)
const read = async (...given: Parameters<typeof request>): Promise<string> =>
  (await readBody(request(...given), MAX)).toString()

describe('reading a body', () => {
  it('puts its pieces together, characters that were split included', async () => {
    const bytes = text('{"a":"é🙂"}')
    expect(await read([...bytes].map((byte) => new Uint8Array([byte])))).toBe('{"a":"é🙂"}')
    expect(await read([])).toBe('')
  })

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('decodes %s', async (encoding, encode) => {
    expect(await read([encode(text('{"a":1}'))], { 'content-encoding': encoding })).toBe('{"a":1}')
  })

  it('takes identity as it is', async () => {
    expect(await read([text('{}')], { 'content-encoding': 'identity' })).toBe('{}')
  })

  it.each(['zstd', 'gzip, br', '', 'constructor', '__proto__', 'toString'])(
    'refuses the content encoding %j',
    async (encoding) => {
      await expect(read([text('{}')], { 'content-encoding': encoding })).rejects.toMatchObject({
        code: 'unsupported_encoding',
        param: 'content-encoding',
      })
    },
  )

  it.each([
    ['at the limit', MAX, null],
    ['one byte over', MAX + 1, 'body_too_large'],
    ['far over', MAX * 10, 'body_too_large'],
  ])('is, %s, %s', async (_what, size, code) => {
    const outcome = await read([new Uint8Array(size).fill(32)]).then(
      () => null,
      (error: unknown) => (error as { code: string }).code,
    )
    expect(outcome).toBe(code)
  })

  it('refuses a small body that unpacks to a large one', async () => {
    const bomb = gzipSync(Buffer.alloc(MAX * 50, 32))
    expect(bomb.length).toBeLessThan(MAX)
    await expect(read([bomb], { 'content-encoding': 'gzip' })).rejects.toMatchObject({
      code: 'body_too_large',
    })
  })

  it.each([
    ['an encoding that it is not', [text('{}')], { 'content-encoding': 'gzip' }],
    ['half of an encoding', [gzipSync(text('{"a":1}')).subarray(0, 12)], { 'content-encoding': 'gzip' }],
  ])('refuses %s', async (_what, chunks, headers) => {
    await expect(read(chunks, headers)).rejects.toMatchObject({ code: 'invalid_json' })
  })

  it('has nobody to answer where the client left while sending', async () => {
    const left = Object.assign(new Readable({ read: () => undefined }), { headers: {}, complete: false })
    const reading = readBody(left as unknown as IncomingMessage, MAX)
    left.destroy()
    await expect(reading).rejects.toBeInstanceOf(ClientGone)
  })
})
