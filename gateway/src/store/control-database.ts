import { Kysely, PostgresAdapter } from 'kysely'
import type { StoreSchema } from './schema.ts'
import { sqliteThreadDialect } from './sqlite-thread-dialect.ts'
import { storePath } from './store-url.ts'

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
  return new Kysely<StoreSchema>({ dialect: sqliteThreadDialect(storePath(url)) })
}

/** Which SQL it speaks, for libraries that have to be told. */
export function databaseKind(database: ControlDatabase): 'sqlite' | 'postgres' {
  return database.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
}
