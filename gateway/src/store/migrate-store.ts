import type { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { Migrator } from 'kysely/migration'
import { isPostgres } from './is-postgres.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { postgresDatabase } from './postgres-database.ts'
import type { StoreSchema } from './schema.ts'
import type { OpenDatabase } from './sqlite-database.ts'
import { openForWriting } from './sqlite-database.ts'
import { sqliteCodeOf, StoreError, storeErrorOf } from './store-error.ts'
import type { StoreLocation } from './store-location.ts'
import { placeOf } from './store-location.ts'

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

/**
 * Makes the store or brings it to the newest schema where there is need.
 *
 * @throws StoreError
 */
export async function migrateAt(location: StoreLocation): Promise<Migrated> {
  if (location.kind === 'sqlite') {
    const { raw, migrated } = await openMigrated(location.path)
    raw.close()
    return migrated
  }
  const db = postgresDatabase(location, { connections: 1, statementMs: 0, serial: false })
  try {
    return await migrateStore(db)
  } catch (error) {
    throw storeErrorOf(error, placeOf(location))
  } finally {
    await db.destroy()
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
  const schema = await schemaOf(db)
  const migrator = new Migrator({
    db,
    ...(schema === null ? {} : { migrationTableSchema: schema }),
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
  const schema = await schemaOf(db)
  const all = await db.introspection.getTables({ withInternalKyselyTables: true })
  const tables = all.filter((table) => schema === null || table.schema === schema)
  if (tables.length === 0) return null
  if (!tables.some((table) => table.name === MIGRATION_TABLE)) {
    throw new StoreError('The database holds tables, but is not a Backstay store; name another one.')
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

/** Of a database on PostgreSQL only one part is ours: the one in which tables are made that name none. */
async function schemaOf(db: Kysely<StoreSchema>): Promise<string | null> {
  if (!isPostgres(db)) return null
  const { rows } = await sql<{ name: string | null }>`select current_schema() as name`.execute(db)
  return rows[0]?.name ?? null
}
