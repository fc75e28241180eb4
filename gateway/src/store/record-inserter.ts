import { PostgresInserter } from './postgres-inserter.ts'
import { SqliteInserter } from './sqlite-inserter.ts'
import type { StoreLocation } from './store-location.ts'
import type { SpendingQuestion } from './sum-spending.ts'
import type { Cutoffs } from './sweep-store.ts'
import type { Batch } from './tables.ts'

/** Writes batches of records to a store, opening and migrating it when there is need. */
export interface RecordInserter {
  /**
   * Makes sure that the store is there, open and of the newest schema.
   *
   * @throws StoreError
   */
  open(): Promise<void>
  /**
   * Stores the rows in one transaction; those already there are left alone, so that a batch may be sent twice. Returns
   * why rows were refused for what they hold, one entry per row.
   *
   * @throws StoreError - when nothing was stored; the next call opens the store anew.
   */
  insert(batch: Batch): Promise<string[]>
  /**
   * What was spent, US dollars per question.
   *
   * @throws StoreError
   */
  sumSpending(questions: readonly SpendingQuestion[]): Promise<number[]>
  /**
   * Removes some of what is too old. Returns how many rows; 0: there is nothing left.
   *
   * @throws StoreError
   */
  sweep(cutoffs: Cutoffs): Promise<number>
  close(): Promise<void>
}

export function recordInserter(location: StoreLocation): RecordInserter {
  return location.kind === 'sqlite' ? new SqliteInserter(location.path) : new PostgresInserter(location)
}
