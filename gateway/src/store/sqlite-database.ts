import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { sqliteDialect } from './sqlite-dialect.ts'
import type { StoreSchema } from './schema.ts'
import { StoreError, storeErrorOf } from './store-error.ts'

/** How long a statement waits for another process's lock. */
const BUSY_TIMEOUT_MS = 5_000

/** An open store: `raw` for statements that run often, `query` for all others. Closing `raw` closes both. */
export interface OpenDatabase {
  readonly raw: DatabaseSync
  readonly query: Kysely<StoreSchema>
}

/**
 * Opens a database for writing; an empty one is made where there is none. `synchronous = NORMAL` loses nothing when the
 * process dies, only what the system had not yet flushed when the machine does.
 *
 * @throws StoreError
 */
export function openForWriting(path: string): OpenDatabase {
  return open(path, false)
}

/**
 * Opens a database that exists, for reading.
 *
 * @throws StoreError
 */
export function openForReading(path: string): OpenDatabase {
  const file = statSync(path, { throwIfNoEntry: false })
  if (file === undefined) throw new StoreError(`There is no store at ${path}; check the path.`)
  if (!file.isFile()) throw new StoreError(`The store ${path} is not a file; check the path.`)
  return open(path, true)
}

function open(path: string, readOnly: boolean): OpenDatabase {
  let raw: DatabaseSync | null = null
  try {
    raw = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS })
    raw.exec('pragma synchronous = normal')
    return { raw, query: new Kysely<StoreSchema>({ dialect: sqliteDialect(raw) }) }
  } catch (error) {
    raw?.close()
    throw storeErrorOf(error, path)
  }
}
