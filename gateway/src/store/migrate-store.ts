import type { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import { Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations/index.ts'
import type { StoreSchema } from './schema.ts'
import type { OpenDatabase } from './sqlite-database.ts'
import { openForWriting } from './sqlite-database.ts'
import { sqliteCodeOf, StoreError, storeErrorOf } from './store-error.ts'

const MIGRATION_TABLE = 'backstay_migration'
const SQLITE_BUSY = 5
const LOCK_TABLE = 'backstay_migration_lock'

/** Name of the newest migration run before and after; `null` is an empty store. */
export interface Migrated {
  readonly from: string | null
  readonly to: string | null
}

/**
 * Opens the store at `path` for writing, made or brought to the newest schema where there is need. WAL, in which readers
 * never wait for the writer, is switched on last: a database that is refused stays as it was.
 *
 * @throws StoreError
 */
export async function openMigrated(path: string): Promise<OpenDatabase & { readonly migrated: Migrated }> {
  const opened = openForWriting(path)
  try {
    const migrated = await migrateStore(opened.query)
    await switchOnWal(opened.raw)
    return { ...opened, migrated }
  } catch (error) {
    opened.raw.close()
    throw storeErrorOf(error, path)
  }
}

const WAL_TRIES = 50
const WAL_AGAIN_MS = 100

/** SQLite does not wait for others here, as it does elsewhere: a process that starts at the same time may hold a lock. */
async function switchOnWal(raw: DatabaseSync): Promise<void> {
  for (let left = WAL_TRIES; ; left--) {
    try {
      raw.exec('pragma journal_mode = wal')
      return
    } catch (error) {
      if (sqliteCodeOf(error) !== SQLITE_BUSY || left === 0) throw error
      await setTimeout(WAL_AGAIN_MS)
    }
  }
}

type Migrations = Readonly<Record<string, Migration>>

/**
 * Brings a store to the newest schema; does nothing when it has it.
 *
 * @throws StoreError - when the database is somebody else's or a newer version's.
 */
export async function migrateStore(
  db: Kysely<StoreSchema>,
  migrations: Migrations = MIGRATIONS,
): Promise<Migrated> {
  const from = await schemaVersion(db, migrations)
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: LOCK_TABLE,
  })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error) throw error
  if (error !== undefined) throw new StoreError('A migration failed.', { cause: error })
  return { from, to: await schemaVersion(db, migrations) }
}

/**
 * Checks that this version can read the store as it is.
 *
 * @throws StoreError
 */
export async function requireNewestSchema(db: Kysely<StoreSchema>): Promise<void> {
  const version = await schemaVersion(db, MIGRATIONS)
  if (version === Object.keys(MIGRATIONS).at(-1)) return
  throw new StoreError(
    version === null
      ? 'The store is empty: nothing has been written to it yet.'
      : `The store has the older schema ${version}: run "backstay migrate" first.`,
  )
}

async function schemaVersion(db: Kysely<StoreSchema>, migrations: Migrations): Promise<string | null> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (tables.length === 0) return null
  if (!tables.some((table) => table.name === MIGRATION_TABLE)) {
    throw new StoreError('The database holds tables, but is not a Backstay store; name another file.')
  }
  const run = await db
    .withTables<{ [MIGRATION_TABLE]: { name: string } }>()
    .selectFrom(MIGRATION_TABLE)
    .select('name')
    .orderBy('name')
    .execute()
  const unknown = run.find((row) => !Object.hasOwn(migrations, row.name))
  if (unknown !== undefined) {
    throw new StoreError(
      `The store was changed by a newer version of Backstay (schema ${unknown.name}); use that version.`,
    )
  }
  return run.at(-1)?.name ?? null
}
