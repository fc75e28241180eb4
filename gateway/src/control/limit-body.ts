import { createMiddleware } from 'hono/factory'
import { GatewayError } from '#domain/errors'
import type { AdminEnv } from './admin-app.ts'

/**
 * Refuses bodies that are larger. Hono's own middleware makes a request anew from one that this server hands it, which
 * fails where the body comes in chunks.
 */
export function limitBody(maxBytes: number) {
  return createMiddleware<AdminEnv>(async (c, next) => {
    const { raw } = c.req
    const announced = c.req.header('content-length')
    const chunked = c.req.header('transfer-encoding') !== undefined
    if (announced !== undefined && !chunked) {
      if (Number(announced) > maxBytes) throw tooLarge(maxBytes)
    } else if (raw.body !== null) {
      const { url, method, headers } = raw
      const body = await readAll(raw.body, maxBytes)
      c.req.raw = new Request(url, { method, headers, ...(body.length > 0 && { body }) })
    }
    await next()
  })
}

async function readAll(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(maxBytes: number): GatewayError {
  return new GatewayError('body_too_large', { message: `The request body is larger than ${maxBytes} bytes.` })
}
