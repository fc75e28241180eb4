import { Kysely } from 'kysely'
import { isPostgres } from './is-postgres.ts'
import { migrateAt } from './migrate-store.ts'
import { postgresDatabase } from './postgres-database.ts'
import type { StoreSchema } from './schema.ts'
import { sqliteThreadDialect } from './sqlite-thread-dialect.ts'
import { storeLocation } from './store-location.ts'

const CONNECTIONS = 10
const STATEMENT_MS = 10_000

/** The store as the control plane works with it: no SQL runs on the calling thread. */
export type ControlDatabase = Kysely<StoreSchema>

/**
 * Opened, made and migrated with the first statement; `destroy` waits for what is under way. Statements reject with
 * `StoreError`. Transactions see the store as if they ran one after the other, all gateways' together: begin one to
 * write what depends on what was read.
 *
 * @throws StoreError - when the URL is not one of a store.
 */
export function controlDatabase(url: string): ControlDatabase {
  const location = storeLocation(url)
  if (location.kind === 'sqlite') {
    return new Kysely<StoreSchema>({ dialect: sqliteThreadDialect(location.path) })
  }
  return postgresDatabase(location, {
    connections: CONNECTIONS,
    statementMs: STATEMENT_MS,
    prepare: () => migrateAt(location),
    serial: true,
  })
}

/** Which SQL it speaks, for libraries that have to be told. */
export function databaseKind(database: ControlDatabase): 'sqlite' | 'postgres' {
  return isPostgres(database) ? 'postgres' : 'sqlite'
}
