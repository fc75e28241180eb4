import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Alerts that were not taken yet. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alert_deliveries')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('webhook', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('tried', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('alert_deliveries_due').on('alert_deliveries').column('due_at').execute()
  await db.schema.createIndex('alert_deliveries_webhook').on('alert_deliveries').column('webhook').execute()
}

export const alertDeliveries: Migration = { up }
