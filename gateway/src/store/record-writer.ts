import type { LoggedEvent } from '#domain/event'
import type { Feedback } from '#domain/feedback'
import type { RecordSink, UsageRecord } from '#domain/record'
import { BatchQueue } from './batch-queue.ts'
import { eventRowOf } from './event-row.ts'
import { feedbackRowOf } from './feedback-row.ts'
import { StoreError } from './store-error.ts'
import type { StoreLocation } from './store-location.ts'
import { storeLocation } from './store-location.ts'
import type { SpendingQuestion } from './sum-spending.ts'
import type { Cutoffs } from './sweep-store.ts'
import type { FromThread, Swept } from './writer-messages.ts'
import type { Batch, Row, WrittenTable } from './tables.ts'
import { rowsIn } from './tables.ts'
import { rowOf } from './usage-row.ts'
import { WriterThread } from './writer-thread.ts'

/** A batch's insert stays within some ten milliseconds. */
const BATCH_ROWS = 1_000
const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 2_000
/** Events, and feedback, kept while the store fails. */
const MAX_PENDING_EVENTS = 10_000
/** Longest wait for the store at the start: one that is locked must not keep the gateway from serving. */
const OPENING_MS = 1_000

/** Something that an operator should know of. `records`: how many it concerns, or how many are waiting. */
export interface StoreProblem {
  readonly kind: 'store-failing' | 'store-recovered' | 'records-dropped' | 'records-refused'
  readonly message: string
  readonly records: number
}

export interface RecordWriterOptions {
  /** `sqlite:PATH` or `postgres://…`. */
  readonly url: string
  /** Longest time that a record waits before it is handed to the store; 50 by default. */
  readonly flushMs?: number
  /** Records kept while the store fails; beyond it the oldest are dropped. 100,000 by default, about 150 MB. */
  readonly maxPending?: number
  /** How long `close` goes on trying a store that fails; 5,000 by default. */
  readonly drainMs?: number
  readonly onProblem: (problem: StoreProblem) => void
  /** What was too old has been removed, or could not be. */
  readonly onSwept?: (swept: Swept) => void
}

/** Stores usage records on a thread of its own, so that no SQL runs on the thread that serves requests. */
export interface RecordWriter extends RecordSink {
  /** Stores an event, as `write` does a record. */
  append(event: LoggedEvent): void
  /** Stores a feedback, as `write` does a record. */
  rate(feedback: Feedback): void
  /** Resolves when every record written before is stored, or was given up and reported. */
  flush(): Promise<void>
  /** What was spent, US dollars per question, by all records written before. Rejects while the store cannot be used. */
  sumSpending(questions: readonly SpendingQuestion[]): Promise<readonly number[]>
  /** Removes what is older, between batches. */
  sweep(cutoffs: Cutoffs): void
  /** Stores what is waiting, then ends the thread. */
  close(): Promise<void>
}

/**
 * Resolves when the store is open. One that cannot be opened is reported and tried again, while records wait in memory:
 * requests are served without a store.
 *
 * @throws StoreError - when the URL is not one of a store.
 */
export async function openRecordWriter(options: RecordWriterOptions): Promise<RecordWriter> {
  const writer = new QueuedWriter(storeLocation(options.url), options)
  await writer.opening
  return writer
}

interface Asking {
  readonly resolve: (sums: readonly number[]) => void
  readonly reject: (error: StoreError) => void
}

/** Records of one batch are away at a time; all others wait in the queue, in order. */
class QueuedWriter implements RecordWriter {
  /** Settles with the first attempt to open the store. */
  readonly opening: Promise<void>
  readonly #flushMs: number
  readonly #drainMs: number
  readonly #onProblem: (problem: StoreProblem) => void
  readonly #onSwept: (swept: Swept) => void
  readonly #queue: BatchQueue
  readonly #thread: WriterThread
  #opened: () => void = () => {}
  #away: Batch | null = null
  #timer: NodeJS.Timeout | null = null
  #failures = 0
  #failure = ''
  #dropped = 0
  #accepted = 0
  #settled = 0
  #waiting: { readonly until: number; readonly resolve: () => void }[] = []
  #questions = 0
  readonly #asking = new Map<number, Asking>()
  #closing: { readonly at: number; readonly done: Promise<void> } | null = null

  constructor(location: StoreLocation, options: RecordWriterOptions) {
    this.#flushMs = options.flushMs ?? 50
    this.#drainMs = options.drainMs ?? 5_000
    this.#onProblem = options.onProblem
    this.#onSwept = options.onSwept ?? (() => undefined)
    const maxPending = options.maxPending ?? 100_000
    this.#queue = new BatchQueue({
      usage_records: maxPending,
      events: MAX_PENDING_EVENTS,
      feedback: MAX_PENDING_EVENTS,
    })
    this.#thread = new WriterThread(location, (message) => this.#heard(message))
    this.opening = new Promise((resolve) => {
      const limit = setTimeout(resolve, OPENING_MS)
      this.#opened = () => {
        clearTimeout(limit)
        resolve()
      }
    })
  }

  write(record: UsageRecord): void {
    try {
      this.#add('usage_records', rowOf(record))
    } catch (error) {
      this.#refused(1, error instanceof Error ? error.message : 'it is not a record')
    }
  }

  append(event: LoggedEvent): void {
    this.#add('events', eventRowOf(event))
  }

  rate(feedback: Feedback): void {
    this.#add('feedback', feedbackRowOf(feedback))
  }

  #add(table: WrittenTable, row: Row): void {
    if (this.#closing !== null) return this.#refused(1, 'the writer is closed')
    const dropped = this.#queue.add(table, row)
    this.#accepted += 1
    if (dropped > 0) this.#drop(dropped)
    if (this.#timer === null && this.#away === null) this.#sendAfter(this.#flushMs)
  }

  flush(): Promise<void> {
    if (this.#settled >= this.#accepted) return Promise.resolve()
    const flushed = new Promise<void>((resolve) => this.#waiting.push({ until: this.#accepted, resolve }))
    if (this.#failures === 0) this.#send()
    return flushed
  }

  async sumSpending(questions: readonly SpendingQuestion[]): Promise<readonly number[]> {
    await this.flush()
    if (this.#closing !== null) throw new StoreError('The writer is closed.')
    const number = this.#questions++
    return new Promise((resolve, reject) => {
      this.#asking.set(number, { resolve, reject })
      this.#thread.ask({ number, questions })
    })
  }

  sweep(cutoffs: Cutoffs): void {
    if (this.#closing === null) this.#thread.sweep({ cutoffs })
  }

  close(): Promise<void> {
    this.#closing ??= { at: performance.now(), done: this.#drain() }
    return this.#closing.done
  }

  async #drain(): Promise<void> {
    const flushed = this.flush()
    this.#send()
    await flushed
    this.#reportDropped()
    await this.#thread.close()
  }

  #sendAfter(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#send()
    }, delayMs)
  }

  #send(): void {
    if (this.#away !== null || this.#queue.size === 0) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#away = this.#queue.take(BATCH_ROWS)
    this.#thread.send(this.#away)
  }

  #heard(message: FromThread): void {
    this.#opened()
    if (message.kind === 'opened') return
    if (message.kind === 'swept') return this.#onSwept(message)
    if (message.kind === 'summed' || message.kind === 'unsummed') return this.#summed(message)
    if (message.kind === 'stored') return this.#stored(message.refused)
    if (message.message !== this.#failure)
      this.#report('store-failing', message.message, this.#accepted - this.#settled)
    this.#failure = message.message
    if (message.kind === 'failed') this.#failed()
    // It may have died of it, and then it answers nothing any more.
    for (const { reject } of this.#asking.values()) reject(new StoreError(message.message))
    this.#asking.clear()
  }

  #summed(message: Extract<FromThread, { readonly kind: 'summed' | 'unsummed' }>): void {
    const asking = this.#asking.get(message.number)
    this.#asking.delete(message.number)
    if (message.kind === 'summed') asking?.resolve(message.sums)
    else asking?.reject(new StoreError(message.message))
  }

  #stored(refused: readonly string[]): void {
    const stored = this.#away === null ? 0 : rowsIn(this.#away)
    this.#away = null
    if (this.#failure !== '')
      this.#report('store-recovered', 'The store takes records again.', this.#queue.size)
    this.#failures = 0
    this.#failure = ''
    if (refused[0] !== undefined) this.#refused(refused.length, refused[0])
    this.#reportDropped()
    this.#settle(stored)
    if (this.#queue.size >= BATCH_ROWS || this.#waiting.length > 0) this.#send()
    else if (this.#queue.size > 0 && this.#timer === null) this.#sendAfter(this.#flushMs)
  }

  #failed(): void {
    if (this.#away !== null) this.#drop(this.#queue.putBack(this.#away))
    this.#away = null
    if (this.#closing !== null && performance.now() - this.#closing.at > this.#drainMs) {
      this.#drop(rowsIn(this.#queue.take(this.#queue.size)))
    }
    this.#reportDropped()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const backoffMs = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MAX_MS)
    this.#failures += 1
    if (this.#queue.size > 0) this.#sendAfter(backoffMs)
  }

  #drop(count: number): void {
    this.#dropped += count
    this.#settle(count)
  }

  #settle(count: number): void {
    this.#settled += count
    if (this.#waiting.length === 0) return
    const settled = this.#waiting.filter((waiter) => waiter.until <= this.#settled)
    this.#waiting = this.#waiting.filter((waiter) => waiter.until > this.#settled)
    for (const waiter of settled) waiter.resolve()
  }

  /** Counted one by one and told together, or a full queue would report every record. */
  #reportDropped(): void {
    if (this.#dropped === 0) return
    this.#report('records-dropped', 'The oldest waiting usage records were dropped.', this.#dropped)
    this.#dropped = 0
  }

  #refused(count: number, reason: string): void {
    this.#report('records-refused', `Usage records were not stored: ${reason}.`, count)
  }

  #report(kind: StoreProblem['kind'], message: string, records: number): void {
    try {
      this.#onProblem({ kind, message, records })
    } catch {
      // Whoever listens cannot stop records from being written.
    }
  }
}
