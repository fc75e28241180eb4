import type { Timer } from '#domain/clock'
import type { ContinueSource } from '#domain/continuation'
import type { Failure } from '#domain/failure'
import type { TokenUsage } from '#domain/usage'
import { judgeAnswer } from '#wire/openai-chat-answer'
import { AnswerStream } from '#wire/answer-stream'
import { clientCodec } from '#wire/codecs'
import { continueCodec } from '#wire/continue'
import { asObject, parseJson } from '#wire/json-read'
import { ChatStreamReader, type ChatStreamEnd, type ChatStreamSink } from '#wire/openai-chat-stream'
import { answerContext, isTranslated, storedAs } from './translation.ts'
import type { AnswerPort, AnswerReader, AttemptOptions } from './attempt.ts'
import { classifyInside } from './classify.ts'

/** Longest wait for usage and sentinel after the last finish reason; never more than half the idle limit. */
const SENTINEL_WAIT_MS = 10_000
/** A JSON document in place of a stream is read up to this size. */
const MAX_DOCUMENT_BYTES = 1024 * 1024

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** Reads a streamed answer and passes on what may be passed on. */
export class StreamAnswer implements AnswerReader, ChatStreamSink {
  readonly #port: AnswerPort
  readonly #reader: ChatStreamReader | AnswerStream
  #committed = false
  #begun = false
  #document = ''
  #timer: Timer | null = null

  constructor(port: AnswerPort) {
    this.#port = port
    this.#reader = readerOf(port.options, this)
    this.#begun = port.options.target.codec.streamType !== 'text/event-stream'
  }

  get usage(): TokenUsage | null {
    return this.#reader.usage
  }

  get delivered(): ContinueSource | null {
    return this.#committed ? this.#reader.delivered : null
  }

  data(chunk: Uint8Array): void {
    if (!this.#begun && !this.#begin(chunk)) return
    this.#timer?.cancel()
    this.#timer = null
    this.#reader.push(chunk)
    if (this.#reader.complete && !this.#reader.ended) this.#waitForSentinel()
  }

  end(lost: Failure | null): void {
    this.#timer?.cancel()
    if (this.#document === '') this.#reader.close(lost?.detail ?? null)
    else this.#judgeDocument()
  }

  commit(chunks: readonly Uint8Array[]): void {
    this.#committed = true
    this.#port.committed(chunks, false)
  }

  bytes(chunk: Uint8Array): void {
    this.#port.bytes(chunk)
  }

  /** Called by the reader, once. */
  onEnd(end: ChatStreamEnd): void {
    this.#timer?.cancel()
    if (end.kind === 'answered') {
      const { reportedModel, droppedEvents } = this.#reader
      const { flag } = end
      const outcome = { kind: 'answered', reportedModel, usage: this.usage, flag, droppedEvents } as const
      const id = this.#reader instanceof AnswerStream ? this.#reader.answerId : null
      this.#port.ended({ ...outcome, ...storedAs(id, this.#port.options) }, 'drain')
      return
    }
    const failure =
      end.kind === 'error' ? this.#failureOf(end.error) : { class: end.class, detail: end.detail }
    this.#port.ended({ kind: 'failed', failure, usage: this.usage }, 'destroy')
  }

  /** False while the body is, or may still become, a JSON document instead of events. */
  #begin(chunk: Uint8Array): boolean {
    if (this.#document === '') {
      const first = chunk.find((byte) => byte > 0x20)
      if (first !== 0x7b && first !== 0x5b) {
        this.#begun = first !== undefined
        return true
      }
    }
    this.#document += decoder.decode(chunk)
    if (this.#document.length > MAX_DOCUMENT_BYTES) this.#judgeDocument()
    return false
  }

  #judgeDocument(): void {
    const { codec } = this.#port.options.target
    const body = asObject(parseJson(this.#document))
    const events = body === null ? null : (codec.eventsOf?.(body) ?? null)
    if (events !== null) {
      this.#port.head = { ...this.#port.head, contentType: codec.streamType }
      this.#reader.push(encoder.encode(events))
      this.#reader.close(null)
      return
    }
    const { verdict } = judgeAnswer(this.#document, { refusal: false, contentFilter: false })
    const detail = 'the provider answered a streamed request with a JSON document'
    const failure =
      verdict.kind === 'error' ? this.#failureOf(verdict.error) : ({ class: 'server_error', detail } as const)
    this.#port.ended({ kind: 'failed', failure, usage: null }, 'destroy')
  }

  /** After the commit the class is that of the cut; what the provider said of it stays readable. */
  #failureOf(error: unknown): Failure {
    const { call, clock, target } = this.#port.options
    const failure = classifyInside(
      { kind: target.kind, deployment: call.deployment, wallMs: clock.wallMs() },
      error,
    )
    if (!this.#committed) return failure
    const { upstream, retryAfterMs } = failure
    return {
      class: 'stream_interrupted',
      detail: failure.detail,
      ...(upstream === undefined ? {} : { upstream }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    }
  }

  #waitForSentinel(): void {
    const { call, clock } = this.#port.options
    const waitMs = Math.min(SENTINEL_WAIT_MS, call.deployment.timeouts.idleMs / 2)
    this.#timer = clock.after(waitMs, () => this.#reader.close(null))
  }
}

/** Chat completions for clients of chat completions have a faster reader of their own. */
function readerOf(
  { call, target, dropUsage }: AttemptOptions,
  sink: ChatStreamSink,
): ChatStreamReader | AnswerStream {
  const { estimatedInputTokens } = call.accepted.body
  const { hold, judge, malformedEvent, tracked, mayBeEmpty } = call
  const options = { hold, judge, malformedEvent, estimatedInputTokens, mayBeEmpty }
  const { codec } = target
  const translated = isTranslated(call, target)
  if (codec.id === 'openai-chat' && !translated) {
    return new ChatStreamReader({ ...options, dropUsage, tracked }, sink)
  }
  const { dialect } = call.accepted
  return new AnswerStream(
    {
      ...options,
      framing: codec.framing(),
      decoder: codec.decoder(),
      encoder: translated ? clientCodec(dialect).encoder(answerContext(call)) : null,
      missingEnd: codec.missingEnd,
      trail: tracked ? (continueCodec(dialect)?.trail(answerContext(call), translated) ?? null) : null,
    },
    sink,
  )
}
