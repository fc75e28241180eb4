import type { Clock } from '#domain/clock'
import type { RecordSink, UsageRecord } from '#domain/record'
import { EndOfTurn } from '#end-of-turn'
import type { MovedRequests } from './moved-requests.ts'
import type { RequestCounts } from './request-counts.ts'

/** Longest time that a record waits for the end of its turn, in milliseconds. */
const TURN_MS = 10

export interface TeeParts {
  /** Stores records, all of which have one moment. Never throws. */
  readonly store: { writeAll(records: readonly UsageRecord[]): void }
  readonly counts: RequestCounts
  readonly moved: MovedRequests
  readonly clock: Pick<Clock, 'now'>
  readonly onBug: (bug: unknown) => void
}

/**
 * Hands every record to the store and to the counts, and those of requests that moved to the event log as well: at the end
 * of the turn of the event loop in which they were written, or after ten milliseconds of it.
 */
export class RecordTee implements RecordSink {
  readonly #parts: TeeParts
  readonly #ends = new EndOfTurn<null>(() => this.flush())
  #records: UsageRecord[] = []
  #since = 0

  constructor(parts: TeeParts) {
    this.#parts = parts
  }

  write(record: UsageRecord): void {
    const now = this.#parts.clock.now()
    if (this.#records.length === 0) {
      this.#since = now
      this.#ends.add(null)
    }
    this.#records.push(record)
    if (now - this.#since > TURN_MS) this.flush()
  }

  /** Hands on now what was written. */
  flush(): void {
    const records = this.#records
    this.#records = []
    const { store, counts, moved, onBug } = this.#parts
    for (const record of records) {
      try {
        counts.observe(record)
        if (record.routing.fallbacks.length > 0) moved.observe(record)
      } catch (bug) {
        onBug(bug)
      }
    }
    // Last: with them what was told of them goes to the operating system.
    store.writeAll(records)
  }
}
