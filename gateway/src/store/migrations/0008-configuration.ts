import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What the admin API adds to the configuration file, its secrets, and every state that it had. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('config_entries')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('revision', 'bigint', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addUniqueConstraint('config_entries_name', ['organisation', 'kind', 'name'])
    .execute()
  await db.schema
    .createTable('config_secrets')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('sealed', 'text', (column) => column.notNull())
    .addColumn('sealed_under', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex('config_secrets_organisation')
    .on('config_secrets')
    .column('organisation')
    .execute()
  await db.schema
    .createTable('config_versions')
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('changes', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('config_versions_pk', ['organisation', 'number'])
    .execute()
}

export const configuration: Migration = { up }
