import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/**
 * What was spent per key and day, so that budgets need not add up records: of a million records that takes seconds. Days
 * are counted from 1 January 1970 in UTC.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('spending')
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('day', 'integer', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('usd', 'double precision', (column) => column.notNull())
    .addPrimaryKeyConstraint('spending_pk', ['organisation', 'day', 'key'])
    .execute()
  await sql`
    insert into spending (organisation, day, key, usd)
    select organisation, at / 86400000, key, sum(coalesce(cost_usd, 0) + coalesce(wasted_cost_usd, 0))
    from usage_records
    where cost_usd > 0 or wasted_cost_usd > 0
    group by organisation, at / 86400000, key
  `.execute(db)
}

export const spending: Migration = { up }
