import type { Kysely } from 'kysely'
import { PostgresAdapter } from 'kysely'

/** Where the two databases need different statements. */
export function isPostgres<Schema>(db: Kysely<Schema>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter
}
