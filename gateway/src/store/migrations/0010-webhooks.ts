import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Where alerts are posted to, and which were sent lately. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('alerts', 'text', (column) => column.notNull())
    .addColumn('fallback_share', 'double precision', (column) => column.notNull())
    .addColumn('enabled', 'integer', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('sealed_under', 'text', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('sent_detail', 'text')
    .execute()
  await db.schema.createIndex('webhooks_organisation').on('webhooks').column('organisation').execute()
  await db.schema
    .createTable('alerts_sent')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('repeated', 'integer', (column) => column.notNull())
    .execute()
}

export const webhooks: Migration = { up }
