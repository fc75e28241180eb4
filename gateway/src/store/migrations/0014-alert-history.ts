import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What became of alerts: the newest of each webhook are kept after they were taken or given up. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('alert_deliveries').addColumn('ended_at', 'bigint').execute()
  await db.schema.alterTable('alert_deliveries').addColumn('detail', 'text').execute()
}

export const alertHistory: Migration = { up }
