import { RecordQueue } from './record-queue.ts'
import type { WrittenBatch, WrittenTable } from './tables.ts'
import { TABLE_NAMES } from './tables.ts'

/** Rows of every table to be stored; a flood of one table takes no room from the others. */
export class BatchQueue {
  readonly #queues: Readonly<Record<WrittenTable, RecordQueue>>

  /** How many rows of each table are kept at most. */
  constructor(limits: Readonly<Record<WrittenTable, number>>) {
    const queues = TABLE_NAMES.map((table) => [table, new RecordQueue(limits[table])] as const)
    this.#queues = Object.fromEntries(queues) as Record<WrittenTable, RecordQueue>
  }

  get size(): number {
    return TABLE_NAMES.reduce((sum, table) => sum + this.#queues[table].size, 0)
  }

  /** Is there a table for which there would be no room any more if this batch were put back. */
  isFull(away: WrittenBatch): boolean {
    return TABLE_NAMES.some((table) => this.#queues[table].room <= (away[table]?.length ?? 0))
  }

  /** Returns how many rows were dropped to make room. */
  add(table: WrittenTable, row: string): number {
    return this.#queues[table].add(row)
  }

  /** Removes and returns up to `count` of the oldest rows of each table. */
  take(count: number): WrittenBatch {
    return Object.fromEntries(TABLE_NAMES.map((table) => [table, this.#queues[table].take(count)]))
  }

  /** Puts taken rows back at the old end. Returns how many of them had no room. */
  putBack(batch: WrittenBatch): number {
    return TABLE_NAMES.reduce((sum, table) => sum + this.#queues[table].putBack(batch[table] ?? []), 0)
  }
}
