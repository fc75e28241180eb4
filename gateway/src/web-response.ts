import type { ClientResponse } from '#accept/client-side'

/** So many bytes are taken before the writer is asked to pause. */
const BUFFER_BYTES = 64 * 1024

/** An answer that is written as to node's `ServerResponse` and read as a `Response` of the web. */
export class WebResponse implements ClientResponse {
  statusCode = 0
  writableEnded = false
  /** What was written has been taken, as far as it concerns us. */
  writableFinished = false
  readonly #opened = Promise.withResolvers<Response>()
  readonly #closed: (() => void)[] = []
  readonly #drained: (() => void)[] = []
  #body: ReadableStreamDefaultController<Uint8Array> | null = null
  #over = false

  get destroyed(): boolean {
    return this.#over
  }

  /** Resolves with the headers; rejects with the reason of `abort` if that comes first. */
  get response(): Promise<Response> {
    return this.#opened.promise
  }

  get headersSent(): boolean {
    return this.#body !== null
  }

  writeHead(status: number, headers: string[]): this {
    const pairs: [string, string][] = []
    for (let at = 0; at < headers.length; at += 2) pairs.push([headers[at] ?? '', headers[at + 1] ?? ''])
    const stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#body = controller
        },
        pull: () => this.#drained.forEach((told) => told()),
        cancel: () => this.#close(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
    )
    this.statusCode = status
    this.#opened.resolve(new Response(stream, { status, headers: pairs }))
    return this
  }

  write(chunk: string | Uint8Array): boolean {
    if (this.#over || this.#body === null) return true
    this.#body.enqueue(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    return (this.#body.desiredSize ?? 0) > 0
  }

  end(chunk: string | Uint8Array = '', encoding: 'utf8' | 'latin1' = 'utf8'): void {
    if (this.writableEnded) return
    if (chunk.length > 0) this.write(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk)
    this.writableEnded = true
    this.writableFinished = !this.#over
    if (!this.#over) this.#body?.close()
    this.#close()
  }

  on(event: 'drain' | 'close', told: () => void): void {
    if (event === 'close') this.#closed.push(told)
    else this.#drained.push(told)
  }

  /** The caller does not want the answer any more. */
  abort(reason: unknown): void {
    if (this.#over) return
    this.#opened.reject(reason)
    this.#body?.error(reason)
    this.#close()
  }

  destroy(): void {
    this.abort(new Error('The answer broke off.'))
  }

  #close(): void {
    if (this.#over) return
    this.#over = true
    for (const told of this.#closed) told()
  }
}
