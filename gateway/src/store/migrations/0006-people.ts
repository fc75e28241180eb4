import type { CreateTableBuilder, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Tables that the sign-in library writes; its moments are text on SQLite. */
const SIGN_IN_TABLES: Readonly<Record<string, readonly string[]>> = {
  people: ['name!', 'email!', 'image'],
  sessions: ['token!', 'person!', 'ip_address', 'user_agent'],
  accounts: [
    'account!',
    'provider!',
    'person!',
    'access_token',
    'refresh_token',
    'id_token',
    'scope',
    'password',
  ],
  verifications: ['identifier!', 'value!'],
}

const MOMENTS: Readonly<Record<string, readonly string[]>> = {
  sessions: ['expires_at!'],
  accounts: ['access_token_expires_at', 'refresh_token_expires_at'],
  verifications: ['expires_at!'],
}

/** People who sign in, organisations and who belongs to them, tokens of programs, and what limits guessing. */
async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(SIGN_IN_TABLES)) {
    let building = withColumns(table, db, columns)
    for (const column of MOMENTS[table] ?? []) building = added(building, column, 'timestamptz')
    building = added(building, 'created_at!', 'timestamptz')
    building = added(building, 'updated_at!', 'timestamptz')
    await building.execute()
  }
  await db.schema
    .alterTable('people')
    .addColumn('email_verified', 'boolean', (column) => column.notNull().defaultTo(false))
    .execute()
  await db.schema
    .alterTable('sessions')
    .addColumn('by_link', 'boolean', (column) => column.notNull().defaultTo(false))
    .execute()
  await withColumns('organisations', db, ['name!']).addColumn('created_at', 'bigint').execute()
  await withColumns('members', db, ['organisation!', 'person!', 'role!'])
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute()
  await withColumns('sign_in_links', db, [
    'sha256!',
    'purpose!',
    'email',
    'name',
    'organisation',
    'role',
    'created_by',
  ])
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute()
  await withColumns('service_tokens', db, ['organisation!', 'name!', 'sha256!', 'role!', 'created_by!'])
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addColumn('revoked_at', 'bigint')
    .execute()
  await withColumns('guess_limits', db, [])
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .execute()
  await withColumns('instance_values', db, ['value!']).execute()
  await indexes(db)
  // The organisation of the file is there from the beginning.
  await sql`insert into organisations (id, name, created_at) values ('default', 'Default', ${Date.now()})`.execute(
    db,
  )
}

async function indexes(db: Kysely<unknown>): Promise<void> {
  const unique: Readonly<Record<string, readonly string[]>> = {
    people: ['email'],
    sessions: ['token'],
    accounts: ['provider', 'account'],
    members: ['organisation', 'person'],
    sign_in_links: ['sha256'],
    service_tokens: ['sha256'],
  }
  for (const [table, columns] of Object.entries(unique)) {
    const name = `${table}_${columns.join('_')}`
    await db.schema
      .createIndex(name)
      .on(table)
      .columns([...columns])
      .unique()
      .execute()
  }
  for (const [table, column] of [
    ['sessions', 'person'],
    ['accounts', 'person'],
    ['verifications', 'identifier'],
    ['members', 'person'],
    ['service_tokens', 'organisation'],
  ] as const) {
    await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute()
  }
}

type Building = CreateTableBuilder<string, string>

function withColumns(table: string, db: Kysely<unknown>, columns: readonly string[]): Building {
  const begun: Building = db.schema
    .createTable(table)
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
  return columns.reduce((building, column) => added(building, column, 'text'), begun)
}

/** `name!` is a column that is never null. */
function added(building: Building, column: string, type: 'text' | 'timestamptz'): Building {
  const name = column.replace('!', '')
  return building.addColumn(name, type, (one) => (name === column ? one : one.notNull()))
}

export const people: Migration = { up }
