import type { AnswerHead, AnswerSink, Serving } from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { Failure } from '#domain/failure'
import type { ClientCodec } from '#wire/codec'
import { answerHeaders } from './answer-headers.ts'
import type { ClientResponse } from './client-side.ts'
import { upstreamError } from './failure-error.ts'

/** Of a stream, so much is kept to be repeated at its end. */
const MAX_KEPT_BYTES = 4 * 1024 * 1024
const COMMENT_EVERY_MS = 10_000
/** Up to here it is cheaper to send headers and body as one string than as two buffers. */
const ONE_WRITE_BYTES = 16 * 1024

export interface SinkOptions {
  readonly response: ClientResponse
  readonly requestId: string
  readonly clock: Clock
  readonly streamed: boolean
  readonly codec: ClientCodec
}

/** The client's side of an answer over HTTP, in the client's dialect. */
export class ClientSink implements AnswerSink {
  readonly #response: ClientResponse
  readonly #options: SinkOptions
  #extra: readonly (readonly [string, string])[] = []
  #comments: Timer | null = null
  #resume: (() => void) | null = null
  /** Sound or the like, that comes in pieces: there are no events in it. */
  #raw = false
  readonly #written: Uint8Array[] = []
  #writtenBytes = 0

  constructor(options: SinkOptions) {
    this.#options = options
    this.#response = options.response
  }

  /** Headers have gone out: the HTTP status can no longer change. */
  get started(): boolean {
    return this.#response.headersSent
  }

  addHeaders(headers: readonly (readonly [string, string])[]): void {
    this.#extra = headers.length === 0 ? this.#extra : [...this.#extra, ...headers]
  }

  commit(head: AnswerHead, serving: Serving): void {
    this.#comments?.cancel()
    this.#comments = null
    if (this.started) return
    this.#raw = !this.#options.streamed
    if (this.#raw && this.#resume !== null) this.#response.on('drain', this.#resume)
    const headers = this.#headers(head, serving)
    if (!this.#raw) headers.push('cache-control', 'no-cache', 'x-accel-buffering', 'no')
    this.#response.writeHead(head.status, headers)
  }

  write(chunk: Uint8Array): boolean {
    this.#keep(chunk)
    return this.#response.write(chunk)
  }

  whole(head: AnswerHead, serving: Serving, chunks: readonly Uint8Array[]): void {
    const [first] = chunks
    const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
    const headers = this.#headers(head, serving)
    headers.push('content-length', String(body.length))
    this.#response.writeHead(head.status, headers)
    if (body.length > ONE_WRITE_BYTES) this.#response.end(body)
    else this.#response.end(latin1(body), 'latin1')
  }

  end(): void {
    this.#response.end()
  }

  breakOff(failure: Failure): void {
    this.#comments?.cancel()
    if (this.#raw) {
      // Nothing else tells that it is not whole.
      this.#response.destroy()
      return
    }
    const { codec } = this.#options
    const error = upstreamError(failure)
    this.#response.end(codec.encodeBreak?.(error, this.#written) ?? codec.encodeErrorEvent(error))
  }

  onDrain(resume: () => void): void {
    this.#resume = resume
    if (this.#options.streamed) this.#response.on('drain', resume)
  }

  onHangup(gone: () => void): void {
    // The client may have left while the request was waiting for something: nothing will tell of it again.
    if (this.#response.destroyed && !this.#response.writableFinished) {
      gone()
      return
    }
    this.#response.on('close', () => {
      this.#comments?.cancel()
      if (!this.#response.writableFinished) gone()
    })
  }

  flush(): void {
    if (this.started) return
    const { requestId } = this.#options
    const headers = [
      'content-type',
      'text/event-stream',
      'x-request-id',
      requestId,
      'cache-control',
      'no-cache',
    ]
    for (const [name, value] of this.#extra) headers.push(name, value)
    this.#response.writeHead(200, headers)
    this.#comment()
  }

  /** Only where the end of a broken stream repeats it; as it came, so that it costs next to nothing. */
  #keep(chunk: Uint8Array): void {
    if (this.#raw || this.#options.codec.encodeBreak === undefined || this.#writtenBytes > MAX_KEPT_BYTES)
      return
    this.#written.push(chunk)
    this.#writtenBytes += chunk.length
  }

  #comment(): void {
    this.#response.write(this.#options.codec.keepAlive)
    this.#comments = this.#options.clock.after(COMMENT_EVERY_MS, () => this.#comment())
  }

  #headers(head: AnswerHead, serving: Serving): string[] {
    const { requestId, clock } = this.#options
    return answerHeaders({ head, serving, requestId, now: clock.now(), extra: this.#extra })
  }
}

/** One character per byte, which the encoding of the same name turns back into the same bytes. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
