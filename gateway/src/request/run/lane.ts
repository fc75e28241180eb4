import type { AnswerHead, AnswerSink, Serving } from '#domain/attempt'
import type { ReportedLimit } from '#domain/reported-limit'
import type { Clock, Timer } from '#domain/clock'
import type { Continued } from '#domain/continuation'
import type { Buffering } from '#domain/policy'
import type { PlanStep } from '#domain/request'
import type { Splicer } from '#wire/splicer'
import { KEEP_ALIVE_COMMENT } from '#wire/sse'
import type { Sent } from './accounts.ts'
import type { Attempt, AttemptEnd, AttemptOwner } from './attempt.ts'
import type { Hold } from './deployment-state.ts'
import type { Ticket } from './deployment-states.ts'

/** An answer, whole or as far as it has come, that is kept from the client. */
export interface HeldAnswer {
  readonly head: AnswerHead
  readonly chunks: Uint8Array[]
}

/** What lanes ask of the run they belong to. */
export interface LaneOwner {
  readonly sink: AnswerSink
  readonly clock: Clock
  readonly streamed: boolean
  /** Whole answers are judged before the client gets them. */
  readonly judges: boolean
  /** How much of a stream is held back. */
  readonly buffer: Buffering | null
  /** The lane is about to deliver, and no other one will: the headers of its answer. */
  delivers(lane: Lane): Serving
  reported(lane: Lane, limits: readonly ReportedLimit[]): void
  /** It has something to add to what the client has. */
  goesOn(lane: Lane): void
  ended(lane: Lane): void
  /** A bug of ours has ended it. */
  crashed(lane: Lane, bug: unknown): void
}

/** What is known of a lane when it sets out, for its records and headers. */
export interface Dispatch {
  /** From 1, in the order in which attempts are begun. */
  readonly number: number
  /** It is made beside another one. */
  readonly hedge: boolean
  /** Clock reading. */
  readonly at: number
  /** Milliseconds since the Unix epoch. */
  readonly wallMs: number
  /** Milliseconds since arrival in which no attempt was under way. */
  readonly overheadMs: number
}

/** A lane that goes on with what the client has of another one's answer. */
export interface Sequel {
  readonly splicer: Splicer
  /** For records, should it come to that. */
  readonly continued: Continued
}

/** What a lane is made of. */
export interface LaneParts extends Sent {
  readonly attempt: Attempt
  readonly dispatch: Dispatch
  readonly sequel: Sequel | null
}

/** A stream that is held back is let go at this size, whatever was asked for. */
const MAX_HELD_BYTES = 16 * 1024 * 1024
const COMMENT_EVERY_MS = 10_000
const COMMENT = new TextEncoder().encode(KEEP_ALIVE_COMMENT)

/** One attempt on its way to the client: holds its answer back, passes it on as it comes, or joins it to another one. */
export class Lane implements AttemptOwner, Sent {
  readonly step: PlanStep
  readonly hold: Hold
  readonly ticket: Ticket
  readonly attempt: Attempt
  readonly tries: number
  readonly dispatch: Dispatch
  readonly sequel: Sequel | null
  delivering = false
  held: HeldAnswer | null = null
  /** Why it does not fit what the client has. */
  diverged: string | null = null
  /** Sends another attempt beside this one when it fires. */
  hedgeTimer: Timer | null = null
  readonly #owner: LaneOwner
  #heldBytes = 0
  #inPieces = false
  /** Ends the holding back, or tells the client that something is still to come. */
  #timer: Timer | null = null
  #end: AttemptEnd | null = null
  #alone: ((end: AttemptEnd) => void) | null = null

  constructor(owner: LaneOwner, { step, hold, ticket, tries, attempt, dispatch, sequel }: LaneParts) {
    this.#owner = owner
    this.attempt = attempt
    this.step = step
    this.hold = hold
    this.ticket = ticket
    this.tries = tries
    this.dispatch = dispatch
    this.sequel = sequel
    if (sequel !== null) this.#commentLater()
  }

  /** How it ended; asked for only after that. */
  get end(): AttemptEnd {
    if (this.#end === null) throw new Error('the attempt is still under way')
    return this.#end
  }

  /** Judging turns an answer into a failure. */
  set end(end: AttemptEnd) {
    this.#end = end
  }

  /** It goes on without its request, until it has begun to answer or failed: nobody gets the answer. */
  leaveAlone(ended: (end: AttemptEnd) => void): void {
    this.#alone = ended
  }

  get alone(): boolean {
    return this.#alone !== null
  }

  reported(limits: readonly ReportedLimit[]): void {
    this.#owner.reported(this, limits)
  }

  committed(head: AnswerHead, chunks: readonly Uint8Array[], whole: boolean): boolean {
    this.hedgeTimer?.cancel()
    if (this.#alone !== null) {
      this.attempt.cancel('cancelled')
      return true
    }
    if (this.sequel !== null) return chunks.map((chunk) => this.#join(chunk, this.sequel)).at(-1) ?? true
    const { streamed, judges, buffer } = this.#owner
    // What comes in pieces though no stream was asked for is sound or the like.
    if (whole || !streamed ? judges : buffer !== null) return this.#holdBack(head, chunks)
    if (!whole) return this.#begin(head, chunks)
    this.delivering = true
    this.#owner.sink.whole(head, this.#owner.delivers(this), chunks)
    return true
  }

  bytes(chunk: Uint8Array): boolean {
    if (this.held !== null) return this.#keep(chunk, this.held)
    if (this.sequel !== null) return this.#join(chunk, this.sequel)
    return this.#owner.sink.write(chunk)
  }

  ended(end: AttemptEnd): void {
    this.hedgeTimer?.cancel()
    this.#timer?.cancel()
    if (this.#alone !== null) {
      this.#alone(end)
      return
    }
    this.#end = end
    if (end.kind !== 'answered') this.held = null
    else if (this.held !== null) this.#endHeld()
    else if (this.#owner.streamed || this.#inPieces) this.#endStream(end)
    this.#owner.ended(this)
  }

  crashed(bug: unknown): void {
    this.hedgeTimer?.cancel()
    this.#timer?.cancel()
    this.#owner.crashed(this, bug)
  }

  /** The client gets the answer that was held, as far as it has come. False asks to pause. */
  release(): boolean {
    if (this.held === null) return true
    const { head, chunks } = this.held
    this.held = null
    this.#timer?.cancel()
    if (this.#owner.streamed || this.#end === null) {
      const more = this.#begin(head, chunks)
      if (this.#end !== null) this.#owner.sink.end()
      return more
    }
    this.delivering = true
    this.#owner.sink.whole(head, this.#owner.delivers(this), chunks)
    return true
  }

  #begin(head: AnswerHead, chunks: readonly Uint8Array[]): boolean {
    const { sink } = this.#owner
    this.delivering = true
    this.#inPieces = true
    sink.commit(head, this.#owner.delivers(this))
    let more = true
    for (const chunk of chunks) more = sink.write(chunk)
    return more
  }

  #holdBack(head: AnswerHead, chunks: readonly Uint8Array[]): boolean {
    const { streamed, buffer, clock } = this.#owner
    const held = { head, chunks: [...chunks] }
    this.held = held
    if (!streamed || buffer === null) return true
    if (buffer.ms !== null && !buffer.all) {
      this.#timer = clock.after(buffer.ms, () => {
        if (!this.release()) this.attempt.pause()
      })
    }
    return this.#isEnough() ? this.release() : true
  }

  #keep(chunk: Uint8Array, held: HeldAnswer): boolean {
    held.chunks.push(chunk)
    this.#heldBytes += chunk.length
    return this.#isEnough() ? this.release() : true
  }

  #isEnough(): boolean {
    const { buffer } = this.#owner
    if (this.#heldBytes > MAX_HELD_BYTES) return true
    if (buffer === null || buffer.all || buffer.tokens === null) return false
    return (this.attempt.used()?.output ?? 0) >= buffer.tokens
  }

  /** Complete while it was held: it is whole, and is judged like any other. */
  #endHeld(): void {
    if (!this.#owner.judges) this.release()
  }

  #endStream(end: AttemptEnd): void {
    if (this.sequel !== null && !this.sequel.splicer.open) {
      this.diverged ??= 'the other answer ended before it went on from what the client has'
      this.#end = { ...end, kind: 'cancelled' }
      return
    }
    if (this.sequel !== null) {
      this.#goOn()
      this.#owner.sink.write(this.sequel.splicer.end())
    }
    if (this.delivering) this.#owner.sink.end()
  }

  /** It fits: from here on the client gets this answer. */
  #goOn(): void {
    if (this.delivering) return
    this.delivering = true
    this.#timer?.cancel()
    this.#owner.goesOn(this)
  }

  #join(chunk: Uint8Array, sequel: Sequel | null): boolean {
    if (sequel === null || this.diverged !== null) return true
    const spliced = sequel.splicer.push(chunk)
    if (spliced.kind === 'diverged') {
      this.diverged = spliced.detail
      this.attempt.cancel('cancelled')
      return true
    }
    if (spliced.bytes.length === 0) return true
    if (sequel.splicer.open) this.#goOn()
    return this.#owner.sink.write(spliced.bytes)
  }

  /** While it is not known whether it fits, the client hears that the connection lives. */
  #commentLater(): void {
    this.#timer = this.#owner.clock.after(COMMENT_EVERY_MS, () => {
      this.#owner.sink.write(COMMENT)
      this.#commentLater()
    })
  }
}
