import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../is-postgres.ts'

const KEYS = ['organisation', 'span_ms', 'start', 'provider', 'deployment', 'probe'] as const

/**
 * Attempts summed up per five minutes, hour and day: what a provider answered of what it was asked, whatever became of
 * the requests. Those of records that were there before are not known.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  const table = db.schema
    .createTable('attempt_rollups')
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('span_ms', 'bigint', (column) => column.notNull())
    .addColumn('start', 'bigint', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('deployment', 'text', (column) => column.notNull())
    .addColumn('probe', 'integer', (column) => column.notNull())
    .addColumn('attempts', 'bigint', (column) => column.notNull())
    .addColumn('failed', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('attempt_rollups_pk', [...KEYS])
  await (isPostgres(db) ? table : table.modifyEnd(sql`without rowid`)).execute()
}

export const attemptRollups: Migration = { up }
