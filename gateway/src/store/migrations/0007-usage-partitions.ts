import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../is-postgres.ts'
import { createPartitions, monthOf } from '../usage-partitions.ts'

/**
 * On PostgreSQL, usage records are kept by month: what is too old is dropped at once. Their key has to hold the time for
 * that. Ids sort byte by byte, as they do on SQLite, whatever the language of the database.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  if (!isPostgres(db)) return
  for (const table of ['usage_records', 'events', 'feedback', 'audit_logs']) {
    await sql`alter table ${sql.table(table)} alter column id type text collate "C"`.execute(db)
  }
  await sql`alter table usage_records rename to usage_records_whole`.execute(db)
  await sql`create table usage_records (like usage_records_whole including defaults) partition by range (at)`.execute(
    db,
  )
  const { rows } = await sql<{ at: number }>`
    select distinct extract(epoch from date_trunc('month', to_timestamp(at / 1000) at time zone 'UTC'))::bigint * 1000 as at
    from usage_records_whole
  `.execute(db)
  await createPartitions(
    db,
    rows.map(({ at }) => monthOf(at)),
  )
  await sql`insert into usage_records select * from usage_records_whole`.execute(db)
  await sql`drop table usage_records_whole`.execute(db)
  await sql`alter table usage_records add primary key (id, at)`.execute(db)
  await sql`create index usage_records_at on usage_records (at)`.execute(db)
  await sql`create index usage_records_key_at on usage_records (key, at)`.execute(db)
}

export const usagePartitions: Migration = { up }
