import { randomUUIDv7 } from 'node:crypto'
import type { BlockList } from 'node:net'
import type { Clock } from '#domain/clock'
import type { GatewayError } from '#domain/errors'
import type { Caller, HeaderList, RequestExchange } from '#domain/exchange'
import type { Accepted } from '#domain/request'
import type { Answered } from '#domain/run'
import type { ClientCodec, GivenFacts } from '#wire/codec'
import { openaiChat } from '#wire/openai-chat/codec'
import { acceptRequest } from './accept-request.ts'
import { outcomeHeaders } from './answer-headers.ts'
import { clientAddress } from './client-address.ts'
import type { ClientRequest, ClientResponse } from './client-side.ts'
import { ClientSink } from './client-sink.ts'
import { MetadataSink } from './metadata-sink.ts'
import type { CompileTriggers } from './controls-triggers.ts'
import type { ClientError } from './failure-error.ts'
import { answeredError, refusalError, wireError } from './failure-error.ts'
import { parseObject } from './parse-object.ts'
import { readBody } from './read-body.ts'
import { presentedKey, wantsMetadata } from './request-headers.ts'

export interface ExchangeOptions {
  readonly clock: Clock
  readonly maxBodyBytes: number
  readonly trustedProxies: BlockList | null
  readonly compileTriggers: CompileTriggers
}

/** One request and its answer in the words of HTTP: the only place where the data plane touches both. */
export class Exchange implements RequestExchange {
  /** Ordered by time, so that records are appended to the store rather than scattered over it. */
  readonly id = randomUUIDv7()
  readonly receivedAt: number
  readonly #request: ClientRequest
  readonly #response: ClientResponse
  readonly #options: ExchangeOptions
  #codec: ClientCodec = openaiChat
  #given: GivenFacts | null = null

  constructor(request: ClientRequest, response: ClientResponse, options: ExchangeOptions) {
    this.#request = request
    this.#response = response
    this.#options = options
    this.receivedAt = options.clock.now()
  }

  /** The client speaks this dialect; every answer and error is in it from here on. */
  speaks(codec: ClientCodec, given: GivenFacts | null): this {
    this.#codec = codec
    this.#given = given
    return this
  }

  /** The bytes of the body. Rejects with `GatewayError` for bad input and `ClientGone` for nobody there. */
  body(): Promise<Buffer> {
    return readBody(this.#request, this.#options.maxBodyBytes)
  }

  /** Reads a chat request. Throws `GatewayError` for bad input. */
  accept(bytes: Buffer): Accepted {
    const { headers } = this.#request
    const { clock, compileTriggers } = this.#options
    return acceptRequest({
      id: this.id,
      headers,
      bytes,
      receivedAt: this.receivedAt,
      receivedWallMs: clock.wallMs(),
      compileTriggers,
      codec: this.#codec,
      given: this.#given,
    })
  }

  /** A JSON object in the body of an endpoint that is no chat. Throws `GatewayError` for bad input. */
  async object(): Promise<Readonly<Record<string, unknown>>> {
    return parseObject(await this.body())
  }

  /** A member of the query; `null` where it is missing or empty. */
  query(name: string): string | null {
    const { url = '' } = this.#request
    const start = url.indexOf('?')
    return start < 0 ? null : new URLSearchParams(url.slice(start)).get(name) || null
  }

  /** Who calls: known before anything of the body is read. */
  caller(): Caller {
    return {
      presentedKey: presentedKey(this.#request.headers) ?? this.#keyInQuery(),
      clientAddress: () => clientAddress(this.#request, this.#options.trustedProxies),
      connection: this.#request.socket,
    }
  }

  /** Google's clients may put the key there; nobody else's do, and it would stand in other servers' logs. */
  #keyInQuery(): string | null {
    const { url = '' } = this.#request
    const query = url.indexOf('?')
    if (!this.#codec.id.startsWith('gemini') || query < 0) return null
    return new URLSearchParams(url.slice(query)).get('key')
  }

  sink(streamed: boolean): ClientSink {
    const { clock } = this.#options
    const codec = this.#codec
    const options = { response: this.#response, requestId: this.id, clock, streamed, codec }
    const tells = wantsMetadata(this.#request.headers) && (!streamed || codec.id === 'openai-chat')
    return tells ? new MetadataSink(options) : new ClientSink(options)
  }

  /** Answers with one of our own refusals; returns the status. */
  refuse(error: GatewayError, extra: HeaderList = []): number {
    return this.#fail(refusalError(error), extra)
  }

  /** Answers with the error that the run ended in, if it ended in one; returns the client's status. */
  conclude(answered: Answered): number {
    const failure = answeredError(answered)
    if (failure === null) return answered.result.kind === 'hung_up' ? 499 : this.#response.statusCode
    return this.#fail(failure, [...outcomeHeaders(answered), ...answered.planned.admitted.limitHeaders])
  }

  /** Answers a request that needs none of the stages. */
  json(status: number, body: unknown, extra: HeaderList = []): void {
    const text = JSON.stringify(body)
    const length = String(Buffer.byteLength(text))
    const headers = ['content-type', 'application/json', 'content-length', length, 'x-request-id', this.id]
    for (const [name, value] of extra) headers.push(name, value)
    this.#response.writeHead(status, headers).end(text)
  }

  #fail(failure: ClientError, extra: HeaderList): number {
    const response = this.#response
    if (response.headersSent) {
      if (!response.writableEnded) response.end(this.#codec.encodeErrorEvent(wireError(failure)))
      return response.statusCode
    }
    const text = JSON.stringify(this.#codec.encodeError(wireError(failure)))
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
