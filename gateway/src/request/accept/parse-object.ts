import { isAscii, isUtf8 } from 'node:buffer'
import { GatewayError } from '#domain/errors'

/** The body of a request, which has to be a JSON object. Throws `invalid_json` or `invalid_body`. */
export function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  const text = textOf(bytes)
  if (text === null) {
    throw new GatewayError('invalid_json', { message: 'The request body is not valid UTF-8.' })
  }
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch (cause) {
    const why = cause instanceof Error ? ` (${positionOf(cause.message)})` : ''
    throw new GatewayError('invalid_json', { message: `The request body is not valid JSON${why}.`, cause })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new GatewayError('invalid_body', { message: 'The request body must be a JSON object.', param: '$' })
  }
  return body as Readonly<Record<string, unknown>>
}

/** `null` if it is not UTF-8. Plain ASCII, which most bodies are, is found out and read more cheaply. */
function textOf(bytes: Buffer): string | null {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}

/** The parser's messages may quote the body; only where it stopped is passed on. */
function positionOf(message: string): string {
  return /at position \d+(?: \(line \d+ column \d+\))?/u.exec(message)?.[0] ?? 'it ends too early'
}
