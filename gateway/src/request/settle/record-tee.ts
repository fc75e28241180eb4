import type { RecordSink, UsageRecord } from '#domain/record'
import type { MovedRequests } from './moved-requests.ts'
import type { RequestCounts } from './request-counts.ts'

/** Hands every record to the store and to the counts, and those of requests that moved to the event log as well. */
export class RecordTee implements RecordSink {
  readonly #store: RecordSink
  readonly #counts: RequestCounts
  readonly #moved: MovedRequests

  constructor(store: RecordSink, counts: RequestCounts, moved: MovedRequests) {
    this.#store = store
    this.#counts = counts
    this.#moved = moved
  }

  write(record: UsageRecord): void {
    this.#store.write(record)
    this.#counts.observe(record)
    if (record.routing.fallbacks.length > 0) this.#moved.observe(record)
  }
}
