import type {
  AnswerHead,
  AnswerSink,
  AttemptHandle,
  AttemptObserver,
  Call,
  Outcome,
  Send,
  Serving,
} from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { Failure } from '#domain/failure'
import type { ReportedModel } from '#domain/names'
import type { TokenUsage } from '#domain/usage'

/** Limits of one attempt in milliseconds from dispatch; `null` does not act. */
export interface AttemptLimits {
  readonly connectMs: number
  /** To the first content-bearing event, or, unstreamed, to the whole answer. */
  readonly answerMs: number | null
  /** What passing it counts as: the `latency` trigger's limit is a class of its own. */
  readonly answerClass: 'timeout' | 'latency'
  /** Longest gap between signs of life once the answer is under way. */
  readonly idleMs: number
  /** What is left until an answer has to begin, and until it has to be complete. */
  readonly commitMs: number
  readonly deadlineMs: number
}

export interface AttemptPorts {
  readonly clock: Clock
  readonly send: Send
  readonly sink: AnswerSink
}

/** How an attempt ended, seen from the run loop. Times in milliseconds from dispatch. */
export interface AttemptEnd {
  readonly kind: 'answered' | 'failed' | 'broken' | 'deadline' | 'hung_up'
  readonly failure: Failure | null
  readonly flag: 'refusal' | 'content_filter' | 'empty_response' | null
  readonly reportedModel: ReportedModel | null
  readonly usage: TokenUsage | null
  readonly ttftMs: number | null
  readonly totalMs: number
  /** A connection took the request. */
  readonly sent: boolean
}

/**
 * One attempt under its limits, from dispatch to its end. Answers go to the sink as they come; a failure before the
 * commit leaves the sink untouched.
 */
export class Attempt implements AttemptObserver {
  readonly #ports: AttemptPorts
  readonly #limits: AttemptLimits
  readonly #streamed: boolean
  readonly #serving: Serving
  readonly #startedAt: number
  #handle: AttemptHandle | null = null
  #timer: Timer | null = null
  #timerAt = 0
  #paused = false
  #sent = false
  #activeAt: number | null = null
  #committedAt: number | null = null
  #done: ((end: AttemptEnd) => void) | null = null

  constructor(ports: AttemptPorts, limits: AttemptLimits, serving: Serving & { readonly streamed: boolean }) {
    this.#ports = ports
    this.#limits = limits
    this.#serving = serving
    this.#streamed = serving.streamed
    this.#startedAt = ports.clock.now()
  }

  run(call: Call): Promise<AttemptEnd> {
    return new Promise((resolve) => {
      this.#done = resolve
      this.#arm()
      this.#handle = this.#ports.send(call, this)
    })
  }

  /** Cancels it: the client is gone. */
  hangUp(): void {
    if (this.#done === null) return
    const usage = this.#abort()
    this.#finish({ kind: 'hung_up', failure: null, flag: null, reportedModel: null, usage })
  }

  /** The client takes bytes again; a gap that it caused is not the provider's. */
  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#live()
    this.#handle?.resume()
  }

  sent(): void {
    this.#sent = true
  }

  activity(): void {
    this.#live()
  }

  committed(head: AnswerHead, chunks: readonly Uint8Array[], whole: boolean): void {
    // Before the limits are looked at: from here on the idle limit is one of them.
    this.#committedAt = this.#ports.clock.now()
    this.#live()
    if (whole) {
      this.#ports.sink.whole(head, this.#serving, chunks)
      return
    }
    this.#ports.sink.commit(head, this.#serving)
    for (const chunk of chunks) this.bytes(chunk)
  }

  bytes(chunk: Uint8Array): void {
    this.#activeAt = this.#ports.clock.now()
    if (this.#ports.sink.write(chunk)) return
    this.#paused = true
    this.#handle?.pause()
  }

  ended(outcome: Outcome): void {
    if (outcome.kind === 'answered') {
      if (this.#streamed) this.#ports.sink.end()
      this.#finish({ ...outcome, failure: null })
    } else {
      this.#fail(outcome.failure, outcome.usage)
    }
  }

  #fail(failure: Failure, usage: TokenUsage | null): void {
    const broken = this.#committedAt !== null
    if (broken) this.#ports.sink.breakOff(failure)
    this.#finish({ kind: broken ? 'broken' : 'failed', failure, flag: null, reportedModel: null, usage })
  }

  #finish(end: Pick<AttemptEnd, 'kind' | 'failure' | 'flag' | 'reportedModel' | 'usage'>): void {
    this.#timer?.cancel()
    const done = this.#done
    this.#done = null
    done?.({
      kind: end.kind,
      failure: end.failure,
      flag: end.flag,
      reportedModel: end.reportedModel,
      usage: end.usage,
      ttftMs: this.#committedAt === null ? null : this.#committedAt - this.#startedAt,
      totalMs: this.#ports.clock.now() - this.#startedAt,
      sent: this.#sent,
    })
  }

  #abort(): TokenUsage | null {
    return this.#handle?.abort() ?? null
  }

  /** A sign of life: the idle limit counts from here, and may now be due before what the timer waits for. */
  #live(): void {
    const now = this.#ports.clock.now()
    this.#activeAt = now
    if (now + this.#limits.idleMs < this.#timerAt && this.#done !== null) {
      this.#timer?.cancel()
      this.#arm()
    }
  }

  /** One timer at a time, for whichever limit is due first; it looks again when it fires. */
  #arm(): void {
    this.#timerAt = this.#nextDue().at
    const delay = Math.max(0, this.#timerAt - this.#ports.clock.now())
    this.#timer = this.#ports.clock.after(delay, () => this.#check())
  }

  #check(): void {
    if (this.#done === null) return
    const due = this.#nextDue()
    if (due.at > this.#ports.clock.now()) {
      this.#arm()
      return
    }
    const usage = this.#abort()
    if (due.limit === 'deadline') this.#passDeadline(usage)
    else this.#fail(this.#late(due.limit), usage)
  }

  #passDeadline(usage: TokenUsage | null): void {
    const failure: Failure = { class: 'timeout', detail: 'the deadline of the request passed' }
    if (this.#committedAt !== null) this.#fail(failure, usage)
    else this.#finish({ kind: 'deadline', failure, flag: null, reportedModel: null, usage })
  }

  #nextDue(): Due {
    const { connectMs, answerMs, idleMs, commitMs, deadlineMs } = this.#limits
    let limit: Due['limit'] = 'deadline'
    let at = this.#startedAt + (this.#committedAt === null ? commitMs : deadlineMs)
    if (!this.#sent && this.#startedAt + connectMs < at) {
      limit = 'connect'
      at = this.#startedAt + connectMs
    }
    if (this.#committedAt === null && answerMs !== null && this.#startedAt + answerMs < at) {
      limit = 'answer'
      at = this.#startedAt + answerMs
    }
    const flowing = this.#streamed ? this.#committedAt !== null : this.#activeAt !== null
    if (flowing && this.#activeAt !== null && !this.#paused && this.#activeAt + idleMs < at) {
      limit = 'idle'
      at = this.#activeAt + idleMs
    }
    return { limit, at }
  }

  #late(limit: 'connect' | 'answer' | 'idle'): Failure {
    const { connectMs, answerMs, answerClass, idleMs } = this.#limits
    switch (limit) {
      case 'connect':
        return { class: 'timeout', detail: `no connection within ${connectMs} ms` }
      case 'answer':
        return {
          class: answerClass,
          detail: `no ${this.#streamed ? 'first token' : 'answer'} within ${answerMs ?? 0} ms`,
        }
      case 'idle':
        return { class: 'timeout', detail: `nothing for ${idleMs} ms` }
    }
  }
}

/** The limit that is due first, and the clock reading at which it is. */
interface Due {
  readonly limit: 'connect' | 'answer' | 'idle' | 'deadline'
  readonly at: number
}
