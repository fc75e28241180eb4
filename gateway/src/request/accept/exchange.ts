import { isUtf8 } from 'node:buffer'
import { randomUUIDv7 } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BlockList } from 'node:net'
import type { Clock } from '#domain/clock'
import { GatewayError } from '#domain/errors'
import type { RequestedModel } from '#domain/names'
import type { Accepted } from '#domain/request'
import type { Answered } from '#domain/run'
import { encodeError, encodeErrorEvent } from '#wire/openai-chat-error'
import { readChatRequest } from '#wire/openai-chat-request'
import { clientAddress } from './client-address.ts'
import { ClientSink } from './client-sink.ts'
import { outcomeHeaders } from './answer-headers.ts'
import { controlMembersOf, readControls } from './controls.ts'
import type { ClientError } from './failure-error.ts'
import { answeredError, refusalError } from './failure-error.ts'
import { readBody } from './read-body.ts'
import { deadlineMs, forwardedHeaders, noFallback, patienceMs, presentedKey } from './request-headers.ts'

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
  #sink: ClientSink | null = null

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
    const body = parseObject(bytes)
    const parsed = readChatRequest(body)
    if (parsed.kind === 'invalid') {
      throw new GatewayError('invalid_body', {
        message: `\`${parsed.path}\` ${parsed.message}.`,
        param: parsed.path,
      })
    }
    const { headers } = this.#request
    const controlMembers = controlMembersOf(body)
    const warnings: string[] = []
    const { facts } = parsed
    const controls = readControls(body, controlMembers, warnings)
    return {
      id: this.id,
      dialect: 'openai-chat',
      type: 'chat',
      requested: facts.model as RequestedModel,
      body: {
        bytes,
        streamed: facts.streamed,
        includeUsage: facts.includeUsage,
        maxOutputTokens: facts.maxOutputTokens,
        estimatedInputTokens: facts.estimatedInputTokens,
        needs: facts.needs,
        controlMembers,
      },
      controls: {
        fallback: controls.fallback,
        triggers: controls.triggers,
        routing: controls.routing,
        retry: controls.retry,
        timeouts: controls.timeouts,
        deadlineMs: deadlineMs(headers),
        patienceMs: patienceMs(headers),
        noFallback: noFallback(headers),
      },
      forwardHeaders: forwardedHeaders(headers),
      receivedAt: this.receivedAt,
      receivedWallMs: this.#options.clock.wallMs(),
      warnings,
    }
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
    this.#sink = new ClientSink({ response: this.#response, requestId: this.id, clock, streamed })
    return this.#sink
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

function parseObject(bytes: Buffer): Readonly<Record<string, unknown>> {
  if (!isUtf8(bytes))
    throw new GatewayError('invalid_json', { message: 'The request body is not valid UTF-8.' })
  let body: unknown
  try {
    body = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    const why = cause instanceof Error ? ` (${positionOf(cause.message)})` : ''
    throw new GatewayError('invalid_json', { message: `The request body is not valid JSON${why}.`, cause })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new GatewayError('invalid_body', { message: 'The request body must be a JSON object.', param: '$' })
  }
  return body as Readonly<Record<string, unknown>>
}

/** The parser's messages may quote the body; only where it stopped is passed on. */
function positionOf(message: string): string {
  return /at position \d+(?: \(line \d+ column \d+\))?/u.exec(message)?.[0] ?? 'it ends too early'
}
