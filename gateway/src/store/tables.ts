import { EVENT_COLUMNS } from './event-row.ts'
import { FEEDBACK_COLUMNS } from './feedback-row.ts'
import { USAGE_COLUMNS } from './usage-row.ts'

/** What is written while the gateway runs: table → columns, in the order of a row. */
export const WRITTEN_TABLES = {
  usage_records: USAGE_COLUMNS,
  events: EVENT_COLUMNS,
  feedback: FEEDBACK_COLUMNS,
} as const

export type WrittenTable = keyof typeof WRITTEN_TABLES

export const TABLE_NAMES = Object.keys(WRITTEN_TABLES) as readonly WrittenTable[]

/** Values in the order of a table's columns: the cheapest form to bind. */
export type Row = readonly (string | number | null)[]

/** Rows to be stored in one transaction. */
export type Batch = Readonly<Partial<Record<WrittenTable, readonly Row[]>>>

/** The same before it is read: every row as JSON, in which form it stands in a file and costs least to hand to a thread. */
export type WrittenBatch = Readonly<Partial<Record<WrittenTable, readonly string[]>>>

/** Rows of all tables together. */
export function rowsIn(batch: Batch | WrittenBatch): number {
  return TABLE_NAMES.reduce((sum, table) => sum + (batch[table]?.length ?? 0), 0)
}
