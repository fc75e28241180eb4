import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Types are spelled so that SQLite and PostgreSQL both read them as meant. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_records')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('requested_model', 'text', (column) => column.notNull())
    .addColumn('served_model', 'text')
    .addColumn('provider', 'text')
    .addColumn('deployment', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('dialect', 'text', (column) => column.notNull())
    .addColumn('streamed', 'integer', (column) => column.notNull())
    .addColumn('status', 'integer', (column) => column.notNull())
    .addColumn('error_class', 'text')
    .addColumn('input_tokens', 'bigint', (column) => column.notNull())
    .addColumn('cached_input_tokens', 'bigint', (column) => column.notNull())
    .addColumn('cache_write_tokens', 'bigint', (column) => column.notNull())
    .addColumn('output_tokens', 'bigint', (column) => column.notNull())
    .addColumn('reasoning_tokens', 'bigint', (column) => column.notNull())
    .addColumn('tokens_estimated', 'integer', (column) => column.notNull())
    .addColumn('cost_usd', 'double precision')
    .addColumn('wasted_cost_usd', 'double precision')
    .addColumn('ttft_ms', 'double precision')
    .addColumn('total_ms', 'double precision', (column) => column.notNull())
    .addColumn('overhead_ms', 'double precision', (column) => column.notNull())
    .addColumn('config_version', 'text', (column) => column.notNull())
    .addColumn('routing', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('usage_records_at').on('usage_records').columns(['at']).execute()
  await db.schema.createIndex('usage_records_key_at').on('usage_records').columns(['key', 'at']).execute()
}

export const usageRecords: Migration = { up }
