import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** The event log, and what of a usage record lists are filtered by. Ids of events sort by time. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('events')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('events_kind_id').on('events').columns(['kind', 'id']).execute()
  await db.schema
    .alterTable('usage_records')
    .addColumn('fallbacks', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .alterTable('usage_records')
    .addColumn('probe', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
}

export const events: Migration = { up }
