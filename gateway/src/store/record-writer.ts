import type { LoggedEvent } from '#domain/event'
import type { Feedback } from '#domain/feedback'
import type { RecordSink, UsageRecord } from '#domain/record'
import { eventRowOf } from './event-row.ts'
import { feedbackRowOf } from './feedback-row.ts'
import { Spool } from './spool.ts'
import { StoreError } from './store-error.ts'
import type { RecordWriterOptions, SpoolPlace } from './record-writer-options.ts'
import type { StoreProblem } from './store-problem.ts'
import type { StoreLocation } from './store-location.ts'
import { storeLocation } from './store-location.ts'
import type { SpendingQuestion } from './sum-spending.ts'
import type { Cutoffs } from './sweep-store.ts'
import type { FromThread, Swept } from './writer-messages.ts'
import type { Row, WrittenTable } from './tables.ts'
import { Progress } from './progress.ts'
import { rowOf } from './usage-row.ts'
import { WaitingRows } from './waiting-rows.ts'
import { WriterThread } from './writer-thread.ts'

/** A batch's insert stays within some ten milliseconds. */
const BATCH_ROWS = 1_000
const MAX_PENDING = 100_000
const RETRY_FIRST_MS = 100
const RETRY_MAX_MS = 2_000
/** Events, and feedback, kept while the store fails. */
const MAX_PENDING_EVENTS = 10_000
/** Longest wait for the store at the start: one that is locked must not keep the gateway from serving. */
const OPENING_MS = 1_000

/** Kept in memory where there is a spool: the others are in its files only. */
const MAX_PENDING_SPOOLED = 20_000

/** Stores usage records on a thread of its own, so that no SQL runs on the thread that serves requests. */
export interface RecordWriter extends RecordSink {
  /** As `write`, of records of one turn of the event loop: with the operating system when this returns, where there is a spool. */
  writeAll(records: readonly UsageRecord[]): void
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
  readonly #rows: WaitingRows
  readonly #spool: Spool | null
  readonly #thread: WriterThread
  #opened: () => void = () => {}
  #spooling: () => void = () => {}
  #timer: NodeJS.Timeout | null = null
  #failures = 0
  #failure = ''
  #dropped = 0
  readonly #progress = new Progress()
  #questions = 0
  readonly #asking = new Map<number, Asking>()
  #closing: { readonly at: number; readonly done: Promise<void> } | null = null

  constructor(location: StoreLocation, options: RecordWriterOptions) {
    this.#flushMs = options.flushMs ?? 50
    this.#drainMs = options.drainMs ?? 5_000
    this.#onProblem = options.onProblem
    this.#onSwept = options.onSwept ?? (() => undefined)
    const place = options.spool ?? null
    this.#spool = place && this.#spoolIn(place)
    const maxPending = options.maxPending ?? (place === null ? MAX_PENDING : MAX_PENDING_SPOOLED)
    const limits = { usage_records: maxPending, events: MAX_PENDING_EVENTS, feedback: MAX_PENDING_EVENTS }
    this.#rows = new WaitingRows(limits, this.#spool)
    const data = { location, spools: place?.folder ?? null }
    this.#thread = new WriterThread(data, (message) => this.#heard(message))
    this.opening = new Promise((resolve) => {
      this.#opened = resolve
      // The spool is there first: only then is nothing lost that waits for the store.
      this.#spooling = () => setTimeout(resolve, OPENING_MS).unref()
    })
    if (place === null) this.#spooling()
  }

  write(record: UsageRecord): void {
    try {
      this.#add('usage_records', rowOf(record))
    } catch (error) {
      this.#refused(1, error instanceof Error ? error.message : 'it is not a record')
    }
  }

  writeAll(records: readonly UsageRecord[]): void {
    for (const record of records) this.write(record)
    this.#spool?.flush()
  }

  append(event: LoggedEvent): void {
    this.#add('events', eventRowOf(event))
  }

  rate(feedback: Feedback): void {
    this.#add('feedback', feedbackRowOf(feedback))
  }

  #add(table: WrittenTable, row: Row): void {
    if (this.#closing !== null) return this.#refused(1, 'the writer is closed')
    const dropped = this.#rows.add(table, JSON.stringify(row))
    this.#progress.accepted()
    if (dropped > 0) this.#drop(dropped)
    if (this.#timer === null && !this.#rows.isAway) this.#sendAfter(this.#flushMs)
  }

  flush(): Promise<void> {
    if (this.#progress.open === 0) return Promise.resolve()
    const flushed = this.#progress.reached()
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
    this.#giveUp()
    await this.#thread.close()
  }

  #sendAfter(delayMs: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#send()
    }, delayMs)
  }

  #send(): void {
    if (this.#rows.isAway) return
    const portion = this.#rows.take(BATCH_ROWS)
    if (portion === null) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#thread.send(portion)
  }

  #heard(message: FromThread): void {
    if (message.kind === 'spooling' || message.kind === 'unspooled') {
      if (message.kind === 'spooling') this.#spool?.begin(message.folder)
      else this.#spoolFails(message.message)
      return this.#spooling()
    }
    if (message.kind === 'adopted') return this.#adopted(message)
    this.#opened()
    if (message.kind === 'opened') return
    if (message.kind === 'swept') return this.#onSwept(message)
    if (message.kind === 'summed' || message.kind === 'unsummed') return this.#summed(message)
    if (message.kind === 'stored') return this.#stored(message.refused)
    if (message.message !== this.#failure) this.#report('store-failing', message.message, this.#progress.open)
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
    const stored = this.#rows.stored()
    if (this.#failure !== '')
      this.#report('store-recovered', 'The store takes records again.', this.#rows.size)
    this.#failures = 0
    this.#failure = ''
    if (refused[0] !== undefined) this.#refused(refused.length, refused[0])
    this.#reportDropped()
    this.#progress.settled(stored)
    if (this.#rows.size >= BATCH_ROWS || this.#progress.isAwaited) this.#send()
    else if (this.#rows.size > 0 && this.#timer === null) this.#sendAfter(this.#flushMs)
  }

  #failed(): void {
    this.#drop(this.#rows.failed())
    if (this.#closing !== null && performance.now() - this.#closing.at > this.#drainMs) this.#giveUp()
    this.#reportDropped()
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const backoffMs = Math.min(RETRY_FIRST_MS * 2 ** this.#failures, RETRY_MAX_MS)
    this.#failures += 1
    if (this.#rows.size > 0) this.#sendAfter(backoffMs)
  }

  /** The end: what is not stored stays in the spool, or is lost. */
  #giveUp(): void {
    const { kept, dropped } = this.#rows.close()
    if (kept > 0) this.#report('records-left', 'Usage records wait in the spool for the next start.', kept)
    this.#drop(dropped)
    this.#progress.settled(kept)
    this.#reportDropped()
  }

  #adopted({ rows, refused }: Extract<FromThread, { readonly kind: 'adopted' }>): void {
    if (rows > 0)
      this.#report('records-adopted', 'Usage records of a gateway that had ended were stored.', rows)
    if (refused[0] !== undefined) this.#refused(refused.length, refused[0])
  }

  #spoolIn({ maxBytes }: SpoolPlace): Spool {
    return new Spool({
      maxBytes,
      now: () => performance.now(),
      onFailure: (message) => this.#spoolFails(message),
    })
  }

  #spoolFails(message: string): void {
    const told = `Records wait in memory only, a killed gateway would lose them: ${message}`
    this.#report('spool-failing', told, this.#progress.open)
  }

  #drop(count: number): void {
    this.#dropped += count
    this.#progress.settled(count)
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
