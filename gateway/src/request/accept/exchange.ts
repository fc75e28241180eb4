import { randomUUIDv7 } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import type { Clock } from '#domain/clock'
import type { GatewayError } from '#domain/errors'
import type { Accepted } from '#domain/request'
import type { Answered } from '#domain/run'
import { encodeError, encodeErrorEvent } from '#wire/openai-chat-error'
import { acceptRequest } from './accept-request.ts'
import { outcomeHeaders } from './answer-headers.ts'
import { clientAddress } from './client-address.ts'
import { ClientSink } from './client-sink.ts'
import type { ClientError } from './failure-error.ts'
import { answeredError, refusalError } from './failure-error.ts'
import { readBody } from './read-body.ts'
import { presentedKey } from './request-headers.ts'

export interface ExchangeOptions {
  readonly clock: Clock
  readonly maxBodyBytes: number
  readonly trustedProxies: BlockList | null
}

/** Who calls, as far as headers and connection tell. */
interface Caller {
  readonly presentedKey: string | null
  readonly clientAddress: () => string
  readonly connection: object
}

/** One HTTP request and its answer: the only place where the data plane touches both. */
export class Exchange {
  /** Ordered by time, so that records are appended to the store rather than scattered over it. */
  readonly id = randomUUIDv7()
  readonly receivedAt: number
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #options: ExchangeOptions

  constructor(request: IncomingMessage, response: ServerResponse, options: ExchangeOptions) {
    this.#request = request
    this.#response = response
    this.#options = options
    this.receivedAt = options.clock.now()
  }

  /** The bytes of the body. Rejects with `GatewayError` for bad input and `ClientGone` for nobody there. */
  body(): Promise<Buffer> {
    return readBody(this.#request, this.#options.maxBodyBytes)
  }

  /** Reads a Chat Completions request. Throws `GatewayError` for bad input. */
  accept(bytes: Buffer): Accepted {
    const { headers } = this.#request
    const receivedWallMs = this.#options.clock.wallMs()
    return acceptRequest({ id: this.id, headers, bytes, receivedAt: this.receivedAt, receivedWallMs })
  }

  /** Who calls: known before anything of the body is read. */
  caller(): Caller {
    return {
      presentedKey: presentedKey(this.#request.headers),
      clientAddress: () => clientAddress(this.#request, this.#options.trustedProxies),
      connection: this.#request.socket,
    }
  }

  sink(streamed: boolean): ClientSink {
    const { clock } = this.#options
    return new ClientSink({ response: this.#response, requestId: this.id, clock, streamed })
  }

  /** Answers with one of our own refusals; returns the status. */
  refuse(error: GatewayError, extra: readonly (readonly [string, string])[] = []): number {
    return this.#fail(refusalError(error), extra)
  }

  /** Answers with the error that the run ended in, if it ended in one; returns the client's status. */
  conclude(answered: Answered): number {
    const failure = answeredError(answered)
    if (failure === null) return answered.result.kind === 'hung_up' ? 499 : this.#response.statusCode
    return this.#fail(failure, [...outcomeHeaders(answered), ...answered.planned.admitted.limitHeaders])
  }

  /** Answers a request that needs none of the stages. */
  json(status: number, body: unknown): void {
    const text = JSON.stringify(body)
    const length = String(Buffer.byteLength(text))
    const headers = ['content-type', 'application/json', 'content-length', length, 'x-request-id', this.id]
    this.#response.writeHead(status, headers).end(text)
  }

  #fail(failure: ClientError, extra: readonly (readonly [string, string])[]): number {
    const response = this.#response
    if (response.headersSent) {
      if (!response.writableEnded) response.end(encodeErrorEvent(failure.error))
      return response.statusCode
    }
    const text = encodeError(failure.error)
    const headers = ['content-type', 'application/json', 'content-length', String(Buffer.byteLength(text))]
    headers.push('x-request-id', this.id)
    if (failure.error.retry_after !== undefined)
      headers.push('retry-after', String(failure.error.retry_after))
    if (failure.shouldRetry !== null) headers.push('x-should-retry', String(failure.shouldRetry))
    for (const [name, value] of extra) headers.push(name, value)
    if (failure.status === 413) headers.push('connection', 'close')
    response.writeHead(failure.status, headers).end(text)
    return failure.status
  }
}
