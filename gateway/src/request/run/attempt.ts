import type { AnswerHead, AttemptHandle, AttemptObserver, Call, Outcome, Send } from '#domain/attempt'
import type { Clock, Timer } from '#domain/clock'
import type { ContinueSource } from '#domain/continuation'
import type { Failure } from '#domain/failure'
import type { ReportedModel } from '#domain/names'
import type { ReportedLimit } from '#domain/reported-limit'
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
}

export interface AttemptStart {
  readonly streamed: boolean
  /** A reading of the clock that was just made. */
  readonly startedAt?: number
}

/** Whom an attempt tells of its answer: who gets it, and when, is not the attempt's business. */
export interface AttemptOwner {
  /** The client is getting this answer: a failure from now on breaks it. */
  readonly delivering: boolean
  reported(limits: readonly ReportedLimit[]): void
  /** The answer begins or, `whole`, is there. False asks to pause until `resume`. */
  committed(head: AnswerHead, chunks: readonly Uint8Array[], whole: boolean): boolean
  /** False asks to pause until `resume`. */
  bytes(chunk: Uint8Array): boolean
  /** Called once and last. */
  ended(end: AttemptEnd): void
  /** In place of `ended`, or after it where that failed: a bug of ours, of which the provider knows nothing. */
  crashed(bug: unknown): void
}

/** How an attempt ended, seen from the run loop. Times in milliseconds from dispatch. */
export interface AttemptEnd {
  readonly kind: 'answered' | 'failed' | 'broken' | 'deadline' | 'hung_up' | 'cancelled'
  readonly failure: Failure | null
  readonly flag: 'refusal' | 'content_filter' | 'empty_response' | null
  readonly reportedModel: ReportedModel | null
  /** Under which the provider may have stored it. */
  readonly answerId?: string
  readonly usage: TokenUsage | null
  readonly ttftMs: number | null
  readonly totalMs: number
  /** A connection took the request. */
  readonly sent: boolean
}

/** One attempt under its limits, from dispatch to its end; what comes of it goes to its owner as it comes. */
export class Attempt implements AttemptObserver {
  readonly #ports: AttemptPorts
  readonly #limits: AttemptLimits
  readonly #streamed: boolean
  readonly #startedAt: number
  #owner: AttemptOwner | null = null
  #handle: AttemptHandle | null = null
  #timer: Timer | null = null
  #timerAt = 0
  #paused = false
  #sent = false
  #activeAt: number | null = null
  #committedAt: number | null = null

  constructor(ports: AttemptPorts, limits: AttemptLimits, { streamed, startedAt }: AttemptStart) {
    this.#ports = ports
    this.#limits = limits
    this.#streamed = streamed
    this.#startedAt = startedAt ?? ports.clock.now()
  }

  run(call: Call, owner: AttemptOwner): void {
    this.#owner = owner
    this.#arm(this.#startedAt)
    this.#handle = this.#ports.send(call, this)
  }

  /** Ends it from our side: the client is gone, or another attempt has won. */
  cancel(kind: 'hung_up' | 'cancelled'): void {
    if (this.#owner === null) return
    const usage = this.#abort()
    this.#finish({ kind, failure: null, flag: null, reportedModel: null, usage })
  }

  /** Ends it as failed for a reason that its owner sees. */
  fail(failure: Failure): void {
    if (this.#owner !== null) this.#fail(failure, this.#abort())
  }

  /** What was passed on of a stream; `null` unless the call is tracked and it has begun. */
  delivered(): ContinueSource | null {
    return this.#handle?.delivered() ?? null
  }

  used(): TokenUsage | null {
    return this.#handle?.used() ?? null
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

  reported(limits: readonly ReportedLimit[]): void {
    this.#owner?.reported(limits)
  }

  activity(): void {
    this.#live()
  }

  committed(head: AnswerHead, chunks: readonly Uint8Array[], whole: boolean): void {
    // Before the limits are looked at: from here on the idle limit is one of them.
    this.#committedAt = this.#ports.clock.now()
    this.#live(this.#committedAt)
    try {
      if (this.#owner?.committed(head, chunks, whole) === false) this.pause()
    } catch (bug) {
      this.#crash(bug)
    }
  }

  bytes(chunk: Uint8Array): void {
    this.#activeAt = this.#ports.clock.now()
    try {
      if (this.#owner?.bytes(chunk) === false) this.pause()
    } catch (bug) {
      this.#crash(bug)
    }
  }

  ended(outcome: Outcome): void {
    if (outcome.kind === 'answered') this.#finish({ ...outcome, failure: null })
    else this.#fail(outcome.failure, outcome.usage)
  }

  pause(): void {
    this.#paused = true
    this.#handle?.pause()
  }

  #fail(failure: Failure, usage: TokenUsage | null): void {
    const kind = this.#owner?.delivering === true ? 'broken' : 'failed'
    this.#finish({ kind, failure, flag: null, reportedModel: null, usage })
  }

  #finish(end: Pick<AttemptEnd, 'kind' | 'failure' | 'flag' | 'reportedModel' | 'answerId' | 'usage'>): void {
    this.#timer?.cancel()
    const owner = this.#owner
    this.#owner = null
    try {
      owner?.ended({
        kind: end.kind,
        failure: end.failure,
        flag: end.flag,
        reportedModel: end.reportedModel,
        usage: end.usage,
        ttftMs: this.#committedAt === null ? null : this.#committedAt - this.#startedAt,
        totalMs: this.#ports.clock.now() - this.#startedAt,
        sent: this.#sent,
        ...(end.answerId !== undefined && { answerId: end.answerId }),
      })
    } catch (bug) {
      owner?.crashed(bug)
    }
  }

  /** Thrown on to `send` it would be taken for a failure of the provider. */
  #crash(bug: unknown): void {
    const owner = this.#owner
    this.#owner = null
    this.#timer?.cancel()
    this.#abort()
    owner?.crashed(bug)
  }

  #abort(): TokenUsage | null {
    return this.#handle?.abort() ?? null
  }

  /** A sign of life: the idle limit counts from here, and may now be due before what the timer waits for. */
  #live(now = this.#ports.clock.now()): void {
    this.#activeAt = now
    if (now + this.#limits.idleMs < this.#timerAt && this.#owner !== null) {
      this.#timer?.cancel()
      this.#arm(now)
    }
  }

  /** One timer at a time, for whichever limit is due first; it looks again when it fires. */
  #arm(now: number): void {
    this.#timerAt = this.#nextDue().at
    const delay = Math.max(0, this.#timerAt - now)
    this.#timer = this.#ports.clock.after(delay, () => this.#check())
  }

  #check(): void {
    if (this.#owner === null) return
    const due = this.#nextDue()
    const now = this.#ports.clock.now()
    if (due.at > now) {
      this.#arm(now)
      return
    }
    const usage = this.#abort()
    if (due.limit === 'deadline') this.#passDeadline(usage)
    else this.#fail(this.#late(due.limit), usage)
  }

  #passDeadline(usage: TokenUsage | null): void {
    const failure: Failure = { class: 'timeout', detail: 'the deadline of the request passed' }
    if (this.#owner?.delivering === true) this.#fail(failure, usage)
    else this.#finish({ kind: 'deadline', failure, flag: null, reportedModel: null, usage })
  }

  #nextDue(): Due {
    const { connectMs, answerMs, idleMs, commitMs, deadlineMs } = this.#limits
    let limit: Due['limit'] = 'deadline'
    let at = this.#startedAt + (this.#owner?.delivering === true ? deadlineMs : commitMs)
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
