import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:http'

/** What came over the wire for one request. */
export interface RawExchange {
  /** Undefined: no headers came. */
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  /** One entry for each HTTP chunk or read. */
  readonly chunks: readonly Buffer[]
  readonly text: string
  /** The code of the error that ended it, `null` for a proper end. */
  readonly error: string | null
}

export interface RawRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly signal?: AbortSignal
  /** Called with all text so far, whenever some came, and once with the headers. */
  readonly onText?: (text: string) => void
}

/** A plain HTTP client for tests, that reports how an answer ended instead of throwing. */
export function rawExchange(url: string, options: RawRequest): Promise<RawExchange> {
  const { method = 'POST', body, headers, signal, onText } = options
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let head: { status: number | undefined; headers: IncomingHttpHeaders } = {
      status: undefined,
      headers: {},
    }
    const finish = (error: string | null): void =>
      resolve({ ...head, chunks, text: Buffer.concat(chunks).toString('utf8'), error })
    const outgoing = request(url, { method, headers, signal, agent: false }, (incoming) => {
      head = { status: incoming.statusCode, headers: incoming.headers }
      onText?.('')
      incoming.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        onText?.(Buffer.concat(chunks).toString('utf8'))
      })
      incoming.on('end', () => finish(null))
      incoming.on('error', (error) => finish(codeOf(error)))
    })
    outgoing.on('error', (error) => finish(codeOf(error)))
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** A chat request that says hello to model `m`. */
export function chatBody(more: object = {}): object {
  return { model: 'm', messages: [{ role: 'user', content: 'Hello' }], ...more }
}
