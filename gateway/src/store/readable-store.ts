import type { Kysely } from 'kysely'
import { requireNewestSchema } from './migrate-store.ts'
import { postgresDatabase } from './postgres-database.ts'
import type { PostgresLocation } from './postgres-pool.ts'
import type { StoreSchema } from './schema.ts'
import { openForReading } from './sqlite-database.ts'
import { SqliteFile } from './sqlite-file.ts'
import type { StoreLocation } from './store-location.ts'

const CONNECTIONS = 2
const STATEMENT_MS = 10_000

/** A store to be read: it is not made, nor changed. */
export interface ReadableStore {
  /**
   * The store as it is now.
   *
   * @throws StoreError - when there is none, or none that this version can read.
   */
  current(): Promise<Kysely<StoreSchema>>
  /** A statement failed: what was known of the store may no longer be so. */
  failed(): Promise<void>
  close(): Promise<void>
}

export function readableStore(location: StoreLocation): ReadableStore {
  return location.kind === 'sqlite' ? readableFile(location.path) : readableDatabase(location)
}

function readableFile(path: string): ReadableStore {
  const file = new SqliteFile(path, async () => {
    const opened = openForReading(path)
    try {
      await requireNewestSchema(opened.query)
      return opened
    } catch (error) {
      opened.raw.close()
      throw error
    }
  })
  return {
    current: async () => (await file.current()).query,
    failed: () => file.failed(),
    close: () => file.close(),
  }
}

function readableDatabase(location: PostgresLocation): ReadableStore {
  const db = postgresDatabase(location, {
    connections: CONNECTIONS,
    statementMs: STATEMENT_MS,
    serial: false,
  })
  let checked = false
  return {
    current: async () => {
      if (!checked) await requireNewestSchema(db)
      checked = true
      return db
    },
    failed: async () => {
      checked = false
    },
    close: () => db.destroy(),
  }
}
