import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** What processes share may be secret; what was stored in clear is sealed when it is used. */
async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instance_values').addColumn('sealed_under', 'text').execute()
}

export const sealedValues: Migration = { up }
