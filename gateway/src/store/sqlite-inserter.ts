import type { StatementSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import { openMigrated } from './migrate-store.ts'
import type { StoreSchema } from './schema.ts'
import { BatchSums } from './batch-sums.ts'
import { sqliteCodeOf, storeErrorOf } from './store-error.ts'
import type { OpenDatabase } from './sqlite-database.ts'
import type { RecordInserter } from './record-inserter.ts'
import { SqliteFile } from './sqlite-file.ts'
import type { SummedTable } from './summed-tables.ts'
import { addSumsSql, SUMMED_TABLES } from './summed-tables.ts'
import type { SpendingQuestion } from './sum-spending.ts'
import { sumSpending } from './sum-spending.ts'
import type { Cutoffs } from './sweep-store.ts'
import { sweepStep } from './sweep-store.ts'
import type { Batch, Row, WrittenTable } from './tables.ts'
import { TABLE_NAMES, WRITTEN_TABLES } from './tables.ts'

/** Too big, constraint, mismatch: SQLite's codes for a value that no other attempt will make fit. */
const UNFIT_VALUE = new Set([18, 19, 20])

interface Opened extends OpenDatabase {
  readonly insert: Readonly<Record<WrittenTable, StatementSync>>
  readonly sums: readonly { readonly table: SummedTable; readonly add: StatementSync }[]
}

/** Writes batches of records to one SQLite file, opening and migrating it when there is need. Synchronous work. */
export class SqliteInserter implements RecordInserter {
  readonly #path: string
  readonly #file: SqliteFile<Opened>

  constructor(path: string) {
    this.#path = path
    this.#file = new SqliteFile(path, openStore)
  }

  async open(): Promise<void> {
    await this.#file.current()
  }

  async insert(batch: Batch): Promise<string[]> {
    const opened = await this.#file.current()
    try {
      opened.raw.exec('begin immediate')
      const sums = new BatchSums()
      const refused = TABLE_NAMES.flatMap((table) =>
        insertAll(opened.insert[table], batch[table] ?? [], (row) => {
          if (table === 'usage_records') sums.add(row)
        }),
      )
      for (const { table, add } of opened.sums) for (const row of sums.rows(table)) add.run(...row)
      opened.raw.exec('commit')
      return refused
    } catch (error) {
      await this.#file.close()
      throw storeErrorOf(error, this.#path)
    }
  }

  async sumSpending(questions: readonly SpendingQuestion[]): Promise<number[]> {
    const opened = await this.#file.current()
    try {
      return await sumSpending(opened.query, questions)
    } catch (error) {
      throw storeErrorOf(error, this.#path)
    }
  }

  async sweep(cutoffs: Cutoffs): Promise<number> {
    const { query } = await this.#file.current()
    try {
      return await sweepStep(query, cutoffs)
    } catch (error) {
      throw storeErrorOf(error, this.#path)
    }
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

async function openStore(path: string): Promise<Opened> {
  const { raw, query } = await openMigrated(path)
  const insert = TABLE_NAMES.map((table) => [table, raw.prepare(insertSql(query, table))] as const)
  return {
    raw,
    query,
    insert: Object.fromEntries(insert) as Opened['insert'],
    sums: SUMMED_TABLES.map((table) => ({ table, add: raw.prepare(addSumsSql(query, table)) })),
  }
}

/** Compiled once: the parameters of every row come in the order of the columns. */
function insertSql(query: Kysely<StoreSchema>, table: WrittenTable): string {
  const values = Object.fromEntries(WRITTEN_TABLES[table].map((column) => [column, '']))
  return query
    .insertInto(table)
    .values(values as unknown as StoreSchema[WrittenTable])
    .onConflict((conflict) => conflict.doNothing())
    .compile().sql
}

/** Returns why rows were refused. A row that was there already is not inserted again. */
function insertAll(insert: StatementSync, rows: readonly Row[], onInserted: (row: Row) => void): string[] {
  const refused: string[] = []
  for (const row of rows) {
    try {
      if (insert.run(...row).changes !== 0) onInserted(row)
    } catch (error) {
      if (!UNFIT_VALUE.has(sqliteCodeOf(error) ?? 0)) throw error
      refused.push(error instanceof Error ? error.message : String(error))
    }
  }
  return refused
}
