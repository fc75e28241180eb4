import type { Kysely, Transaction } from 'kysely'
import { sql } from 'kysely'
import { migrateAt } from './migrate-store.ts'
import { postgresDatabase } from './postgres-database.ts'
import type { PostgresLocation } from './postgres-pool.ts'
import { postgresValue } from './postgres-value.ts'
import type { RecordInserter } from './record-inserter.ts'
import type { StoreSchema } from './schema.ts'
import { BatchSums } from './batch-sums.ts'
import { codeOf, StoreError, storeErrorOf } from './store-error.ts'
import { placeOf } from './store-location.ts'
import { addSums, SUMMED_TABLES } from './summed-tables.ts'
import type { SpendingQuestion } from './sum-spending.ts'
import { sumSpending } from './sum-spending.ts'
import type { Cutoffs } from './sweep-store.ts'
import { sweepStep } from './sweep-store.ts'
import type { Batch, Row, WrittenTable } from './tables.ts'
import { TABLE_NAMES, WRITTEN_TABLES } from './tables.ts'
import type { Month } from './usage-partitions.ts'
import { createPartitions, dropPartitions, monthOf } from './usage-partitions.ts'
import { USAGE_COLUMNS } from './usage-row.ts'

const CONNECTIONS = 2
const STATEMENT_MS = 30_000
const AT = USAGE_COLUMNS.indexOf('at')
/** Data exceptions and violated constraints: a value that no other attempt will make fit. */
const UNFIT_VALUE = /^2[23]/u
/** The year 9999: beyond it months have no names. */
const MAX_AT_MS = 253_402_300_800_000

/** Of a table: the store was taken away and another one put in its place. */
const UNDEFINED = '42P01'

/** Writes batches of records to PostgreSQL. */
export class PostgresInserter implements RecordInserter {
  readonly #location: PostgresLocation
  /** Partitions that are there. */
  readonly #months = new Set<string>()
  #casts: Casts | null = null
  #db: Kysely<StoreSchema>

  constructor(location: PostgresLocation) {
    this.#location = location
    this.#db = connect(location)
  }

  async open(): Promise<void> {
    await this.#using((db) => sql`select 1`.execute(db))
  }

  insert(batch: Batch): Promise<string[]> {
    return this.#using(async (db) => {
      const casts = (this.#casts ??= await castsIn(db))
      await this.#makeRoom(db, batch.usage_records ?? [])
      return db.transaction().execute((transaction) => insertBatch(transaction, casts, batch))
    })
  }

  sumSpending(questions: readonly SpendingQuestion[]): Promise<number[]> {
    return this.#using((db) => sumSpending(db, questions))
  }

  sweep(cutoffs: Cutoffs): Promise<number> {
    return this.#using(async (db) => {
      const dropped = cutoffs.usage === null ? [] : await dropPartitions(db, cutoffs.usage)
      for (const name of dropped) this.#months.delete(name)
      return dropped.length + (await sweepStep(db, cutoffs))
    })
  }

  async close(): Promise<void> {
    // That a connection broke which was being made is no news.
    await this.#db.destroy().catch(() => undefined)
  }

  async #using<Result>(work: (db: Kysely<StoreSchema>) => Promise<Result>): Promise<Result> {
    try {
      return await work(this.#db)
    } catch (error) {
      this.#months.clear()
      this.#casts = null
      if (error instanceof StoreError && codeOf(error.cause) === UNDEFINED) {
        await this.close()
        this.#db = connect(this.#location)
      }
      throw storeErrorOf(error, placeOf(this.#location))
    }
  }

  /** Makes the partitions of these rows, and ahead of time those of the next month. */
  async #makeRoom(db: Kysely<StoreSchema>, rows: readonly Row[]): Promise<void> {
    const missing = new Map<string, Month>()
    for (const row of rows) {
      const at = Number(row[AT])
      if (!isMoment(at) || this.#months.has(monthOf(at).name)) continue
      for (const month of [monthOf(at), monthOf(at, 1)]) missing.set(month.name, month)
    }
    if (missing.size === 0) return
    await db.transaction().execute((transaction) => createPartitions(transaction, [...missing.values()]))
    for (const name of missing.keys()) this.#months.add(name)
  }
}

function connect(location: PostgresLocation): Kysely<StoreSchema> {
  return postgresDatabase(location, {
    connections: CONNECTIONS,
    statementMs: STATEMENT_MS,
    prepare: () => migrateAt(location),
    serial: false,
  })
}

async function castsIn(db: Kysely<StoreSchema>): Promise<Casts> {
  const casts = TABLE_NAMES.map(async (table) => {
    const { rows } = await sql<{ name: string; type: string }>`
      select attname as name, format_type(atttypid, atttypmod) as type
      from pg_attribute where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
    `.execute(db)
    const types = new Map(rows.map(({ name, type }) => [name, type]))
    const values = WRITTEN_TABLES[table].map((name, n) => `(row->>${n})::${types.get(name) ?? 'text'}`)
    return [table, values.join(', ')] as const
  })
  return Object.fromEntries(await Promise.all(casts)) as Casts
}

async function insertBatch(db: Transaction<StoreSchema>, casts: Casts, batch: Batch): Promise<string[]> {
  const refused: string[] = []
  const sums = new BatchSums()
  for (const table of TABLE_NAMES) {
    const inserted = await insertRows({ db, table, casts, refused }, batch[table] ?? [])
    if (table === 'usage_records') for (const row of inserted) sums.add(row)
  }
  for (const table of SUMMED_TABLES) {
    const columns = [...table.keys, ...table.sums]
    await addSums(
      db,
      table,
      sums.rows(table).map((row) => objectOf(columns, row)),
    )
  }
  return refused
}

/** Per table the values of a row, which is an array in JSON, as what its columns hold. */
type Casts = Readonly<Record<WrittenTable, string>>

interface Target {
  readonly db: Transaction<StoreSchema>
  readonly table: WrittenTable
  readonly casts: Casts
  /** Takes why rows were refused. */
  readonly refused: string[]
}

/** Returns the rows that were not there already. Where one of them does not fit, its half is inserted by halves. */
async function insertRows(target: Target, rows: readonly Row[]): Promise<readonly Row[]> {
  if (rows.length === 0) return []
  const { db, refused } = target
  await sql`savepoint piece`.execute(db)
  try {
    const inserted = await insertAll(target, rows)
    await sql`release savepoint piece`.execute(db)
    return inserted
  } catch (error) {
    const { cause } = error as StoreError
    if (!UNFIT_VALUE.test(codeOf(cause) ?? '')) throw error
    await sql`rollback to savepoint piece`.execute(db)
    await sql`release savepoint piece`.execute(db)
    if (rows.length === 1) {
      refused.push(cause instanceof Error ? cause.message : String(cause))
      return []
    }
    const half = Math.ceil(rows.length / 2)
    const first = await insertRows(target, rows.slice(0, half))
    return [...first, ...(await insertRows(target, rows.slice(half)))]
  }
}

/** One statement and one parameter, however many rows: they are taken apart by the server, which has the time. */
async function insertAll({ db, table, casts }: Target, rows: readonly Row[]): Promise<readonly Row[]> {
  const columns = WRITTEN_TABLES[table]
  const names = sql.join(columns.map((name) => sql.id(name)))
  const { rows: inserted } = await sql<{ id: string }>`
    insert into ${sql.table(table)} (${names})
    select ${sql.raw(casts[table])} from jsonb_array_elements(${textOf(rows)}::jsonb) as row
    on conflict do nothing
    returning id
  `.execute(db)
  if (inserted.length === rows.length) return rows
  const ids = new Set(inserted.map(({ id }) => id))
  const id = columns.findIndex((name) => name === 'id')
  return rows.filter((row) => ids.delete(String(postgresValue(row[id]))))
}

function objectOf(columns: readonly string[], row: Row): Readonly<Record<string, unknown>> {
  return Object.fromEntries(columns.map((name, n) => [name, postgresValue(row[n])]))
}

function textOf(rows: readonly Row[]): string {
  const text = JSON.stringify(rows)
  return text.includes('\\u0000') ? JSON.stringify(rows.map((row) => row.map(postgresValue))) : text
}

/** Is it a time that has a month. */
function isMoment(at: number): boolean {
  return Math.abs(at) < MAX_AT_MS
}
