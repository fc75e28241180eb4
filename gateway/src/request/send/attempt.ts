import type { AnswerHead, AttemptHandle, AttemptObserver, Call, Outcome } from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { ContinueSource } from '#domain/continuation'
import type { Failure } from '#domain/failure'
import { isCount } from '#domain/request'
import type { TokenUsage } from '#domain/usage'
import type { HeaderView } from '#wire/header-view'
import { readLimits } from '#wire/rate-limit-headers'
import { answerHead } from './answer-head.ts'
import { BinaryAnswer, isBinary } from './binary-answer.ts'
import { ErrorAnswer } from './error-answer.ts'
import type { Exchange, ExchangeObserver } from './exchange.ts'
import { redactFor } from './redact.ts'
import { StreamAnswer } from './stream-answer.ts'
import type { Target } from './target.ts'
import { isTranslated } from './translation.ts'
import { transportFailure } from './transport-failure.ts'
import { WholeAnswer } from './whole-answer.ts'

export interface AttemptOptions {
  readonly call: Call
  readonly observer: AttemptObserver
  readonly clock: Clock
  readonly target: Target
  readonly dropUsage: boolean
  /** What the translation of the request could not carry. */
  readonly losses: readonly string[]
}

/** What reads the body of an answer, once its status says which kind it is. */
export interface AnswerReader {
  data(chunk: Uint8Array): void
  /** The upstream ended; `lost` is why it broke off, where it did. */
  end(lost: Failure | null): void
  /** What was used so far. */
  readonly usage: TokenUsage | null
  /** What was passed on of a stream; only where it is tracked. */
  readonly delivered?: ContinueSource | null
}

/** What readers tell the attempt. */
export interface AnswerPort {
  readonly options: AttemptOptions
  head: AnswerHead
  committed(chunks: readonly Uint8Array[], whole: boolean): void
  bytes(chunk: Uint8Array): void
  /** Tells the outcome; what the upstream still sends is of no interest. */
  ended(outcome: Outcome, connection: 'drain' | 'destroy'): void
}

/** How long an upstream may take to end after the outcome is known before its connection is destroyed. */
const DRAIN_MS = 1000

/** One attempt: an exchange on one side, the run loop's observer on the other. */
export class Attempt implements AttemptHandle, ExchangeObserver, AnswerPort {
  exchange: Exchange | null = null
  readonly options: AttemptOptions
  head: AnswerHead = { status: 0, contentType: '', headers: [], losses: [] }
  #reader: AnswerReader | null = null
  #told = false
  #drain: Timer | null = null

  constructor(options: AttemptOptions) {
    this.options = options
  }

  /** It has ended, or nobody wants it any more. */
  get over(): boolean {
    return this.#told
  }

  abort(): TokenUsage | null {
    const usage = this.#told ? null : (this.#reader?.usage ?? null)
    this.#told = true
    this.#drain?.cancel()
    this.exchange?.abort()
    return usage
  }

  delivered(): ContinueSource | null {
    return this.#reader?.delivered ?? null
  }

  used(): TokenUsage | null {
    return this.#reader?.usage ?? null
  }

  pause(): void {
    if (!this.#told) this.exchange?.pause()
  }

  resume(): void {
    this.exchange?.resume()
  }

  onSent(): void {
    if (!this.#told) this.options.observer.sent()
  }

  onHead(status: number, headers: HeaderView): void {
    if (this.#told) return
    this.#readLimits(headers)
    if (status < 200 || status > 299) this.#reader = new ErrorAnswer(this, status, headers)
    else {
      const { call, target, losses } = this.options
      const { streamed } = call.accepted.body
      this.head = answerHead(headers, { status, streamed, translated: isTranslated(call, target), losses })
      if (streamed) this.#reader = new StreamAnswer(this)
      else if (isBinary(target.codec, this.head.contentType)) this.#reader = new BinaryAnswer(this)
      else this.#reader = new WholeAnswer(this)
    }
  }

  #readLimits(headers: HeaderView): void {
    const { call, target, observer, clock } = this.options
    const { limitHeaders } = target.kind
    // Counting has limits of its own.
    if (limitHeaders === null || isCount(call.accepted.dialect)) return
    const limits = readLimits(headers, limitHeaders, clock.wallMs())
    if (limits.length > 0) observer.reported(limits)
  }

  onData(chunk: Uint8Array): void {
    if (this.#told) return
    this.options.observer.activity()
    if (!this.#told) this.#reader?.data(chunk)
  }

  onEnd(): void {
    this.#drain?.cancel()
    if (!this.#told) this.#reader?.end(null)
  }

  onLost(error: Error): void {
    this.#drain?.cancel()
    if (this.#told) return
    const failure = transportFailure(error, redactFor(this.options.call.deployment))
    if (this.#reader === null) this.ended({ kind: 'failed', failure, usage: null }, 'destroy')
    else this.#reader.end(failure)
  }

  committed(chunks: readonly Uint8Array[], whole: boolean): void {
    if (!this.#told) this.options.observer.committed(this.head, chunks, whole)
  }

  bytes(chunk: Uint8Array): void {
    if (!this.#told) this.options.observer.bytes(chunk)
  }

  ended(outcome: Outcome, connection: 'drain' | 'destroy'): void {
    if (this.#told) return
    this.#told = true
    if (connection === 'destroy') this.exchange?.abort()
    else {
      const { exchange } = this
      exchange?.resume()
      if (exchange?.over === false) this.#drain = this.options.clock.after(DRAIN_MS, () => exchange.abort())
    }
    this.options.observer.ended(outcome)
  }
}
