import type { Kysely } from 'kysely'
import { sql } from 'kysely'

/** Any number that nobody else takes for an advisory lock. */
const CREATING = 7_226_417_521

/** One month of usage records in UTC. Times are milliseconds since the Unix epoch. */
export interface Month {
  /** Of the table that holds it. */
  readonly name: string
  /** Inclusive. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** The month that a moment is in, or one so many months later. */
export function monthOf(wallMs: number, later = 0): Month {
  const moment = new Date(wallMs)
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth() + later]
  const from = Date.UTC(year, month)
  const text = new Date(from).toISOString().slice(0, 7).replace('-', '_')
  return { name: `usage_records_${text}`, from, to: Date.UTC(year, month + 1) }
}

/** Makes the partitions of these months in PostgreSQL where they are missing; processes do so one after the other. */
export async function createPartitions<Schema>(db: Kysely<Schema>, months: readonly Month[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(CREATING)})`.execute(db)
  for (const { name, from, to } of months) {
    await sql`
      create table if not exists ${sql.table(name)} partition of usage_records
      for values from (${sql.lit(from)}) to (${sql.lit(to)})
    `.execute(db)
  }
}

/** Drops the months in PostgreSQL that were over by then. Returns their names. */
export async function dropPartitions<Schema>(db: Kysely<Schema>, before: number): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'usage_records'::regclass
  `.execute(db)
  const over = rows.map(({ name }) => name).filter((name) => endOf(name) <= before)
  for (const name of over) await sql`drop table if exists ${sql.table(name)}`.execute(db)
  return over
}

/** Of the month that a table is named for; what is named otherwise never ends. */
function endOf(name: string): number {
  const [, year, month] = /^usage_records_(\d{4})_(\d{2})$/u.exec(name) ?? []
  return year === undefined ? Infinity : monthOf(Date.UTC(Number(year), Number(month) - 1)).to
}
