import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What users thought of answers. Ids sort by time: of several for one request the last one counts. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feedback')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('deployment', 'text', (column) => column.notNull())
    .addColumn('score', 'double precision', (column) => column.notNull())
    .addColumn('comment', 'text')
    .execute()
  await db.schema.createIndex('feedback_request').on('feedback').columns(['request', 'id']).execute()
}

export const feedback: Migration = { up }
