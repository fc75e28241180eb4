import type { Timer } from '#domain/clock'
import type { HeaderView } from '#wire/header-view'
import { joined } from '#wire/sse'
import type { AnswerPort, AnswerReader } from './attempt.ts'
import { classifyResponse, MAX_ERROR_BYTES } from './classify.ts'

/** An error body that is not complete by then is judged by what there is. */
const BODY_WAIT_MS = 1000

/** Reads as much of an error's body as its class needs. */
export class ErrorAnswer implements AnswerReader {
  readonly usage = null
  readonly #port: AnswerPort
  readonly #status: number
  readonly #headers: HeaderView
  readonly #chunks: Uint8Array[] = []
  #size = 0
  readonly #timer: Timer

  constructor(port: AnswerPort, status: number, headers: HeaderView) {
    this.#port = port
    this.#status = status
    this.#headers = headers
    this.#timer = port.options.clock.after(BODY_WAIT_MS, () => this.#judge('destroy'))
  }

  data(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size >= MAX_ERROR_BYTES) this.#judge('destroy')
  }

  end(): void {
    this.#judge('drain')
  }

  #judge(connection: 'drain' | 'destroy'): void {
    this.#timer.cancel()
    const { call, clock, target } = this.#port.options
    const failure = classifyResponse(
      { kind: target.kind, deployment: call.deployment, wallMs: clock.wallMs() },
      { status: this.#status, headers: this.#headers, body: joined(this.#chunks) },
    )
    this.#port.ended({ kind: 'failed', failure, usage: null }, connection)
  }
}
