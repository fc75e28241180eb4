import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import type { Migration } from 'kysely/migration'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrateStore, openMigrated } from './migrate-store.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { openForWriting } from './sqlite-database.ts'
import { readUsage } from './usage-reader.ts'
import { rowOf, USAGE_COLUMNS } from './usage-row.ts'
import { sampleRecord } from './sample-record.ts'
import { WRITTEN_TABLES } from './tables.ts'

let directory: string
let path: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'))
  path = join(directory, 'backstay.db')
})
afterEach(() => rmSync(directory, { recursive: true }))

const COLUMNS_OF_1 = USAGE_COLUMNS.slice(0, 26)
const NEWEST = Object.keys(MIGRATIONS).at(-1)
const LATER: Migration = {
  up: (db) =>
    db.schema
      .alterTable('usage_records')
      .addColumn('note', 'text', (c) => c.notNull().defaultTo('none'))
      .execute(),
}

describe('migrating a store', () => {
  it('makes the newest schema from nothing', async () => {
    const { raw, migrated } = await openMigrated(path)
    expect(migrated).toEqual({ from: null, to: NEWEST })
    const indexes = raw
      .prepare("select name from sqlite_schema where type = 'index' and sql is not null order by 1")
      .all()
    expect(indexes.map((index) => index['name'])).toEqual(
      expect.arrayContaining([
        'audit_logs_organisation_id',
        'events_kind_id',
        'feedback_request',
        'members_organisation_person',
        'people_email',
        'usage_records_at',
        'usage_records_key_at',
      ]),
    )
    raw.close()
  })

  it('makes every table that is written, with the columns of its rows', async () => {
    const { raw } = await openMigrated(path)
    for (const [table, columns] of Object.entries(WRITTEN_TABLES)) {
      const found = raw.prepare('select name from pragma_table_info(?)').all(table)
      expect(found.map((column) => column['name'])).toEqual([...columns])
    }
    raw.close()
  })

  it('switches on write-ahead logging and waits for locks', async () => {
    const { raw } = await openMigrated(path)
    expect(raw.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(raw.prepare('pragma synchronous').get()).toEqual({ synchronous: 1 })
    expect(raw.prepare('pragma busy_timeout').get()).toEqual({ timeout: 5_000 })
    raw.close()
  })

  it('changes nothing in a store that has the newest schema', async () => {
    const first = await openMigrated(path)
    first.raw.close()
    const { raw, migrated } = await openMigrated(path)
    expect(migrated).toEqual({ from: NEWEST, to: NEWEST })
    raw.close()
  })

  it('brings a store of version 1 forward with its records', async () => {
    const { raw, query } = openForWriting(path)
    await migrateStore(query, { '0001-usage-records': MIGRATIONS['0001-usage-records'] ?? LATER })
    const { routing, ...record } = sampleRecord()
    const { fallbacks: _later, ...older } = routing
    const row = rowOf({ ...record, routing: { ...older, fallbacks: [] } }).slice(0, COLUMNS_OF_1.length)
    raw
      .prepare(`insert into usage_records values (${COLUMNS_OF_1.map(() => '?').join()})`)
      .run(...row.with(25, JSON.stringify(older)))
    raw.close()
    const { raw: newest, migrated } = await openMigrated(path)
    expect(migrated).toEqual({ from: '0001-usage-records', to: NEWEST })
    newest.close()
    expect(await Array.fromAsync(readUsage(`sqlite:${path}`, { from: null, to: null }))).toEqual([
      { ...record, routing: { ...older, fallbacks: [] } },
    ])
  })

  it('leaves a store as it was when a migration fails', async () => {
    const { raw, query } = await openMigrated(path)
    const broken: Migration = {
      up: async (db) => {
        await LATER.up(db)
        await db.schema.dropTable('no_such_table').execute()
      },
    }
    await expect(migrateStore(query, { ...MIGRATIONS, '9999-broken': broken })).rejects.toThrow(
      'no_such_table',
    )
    expect(await migrateStore(query)).toEqual({ from: NEWEST, to: NEWEST })
    expect(() => raw.prepare('select note from usage_records')).toThrow('no such column')
    raw.close()
  })

  it('refuses a store of a newer version', async () => {
    const { raw, query } = openForWriting(path)
    await migrateStore(query, { ...MIGRATIONS, '9999-later': LATER })
    raw.close()
    await expect(openMigrated(path)).rejects.toThrow('newer version of Backstay (schema 9999-later)')
  })

  it("refuses somebody else's database and leaves it byte for byte as it was", async () => {
    const other = new DatabaseSync(path)
    other.exec('create table customers (name text)')
    other.close()
    const before = readFileSync(path)
    await expect(openMigrated(path)).rejects.toThrow('not a Backstay store')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('refuses a file that is no database, and says what to do', async () => {
    writeFileSync(path, 'server: { port: 8080 }\n'.repeat(100))
    await expect(openMigrated(path)).rejects.toThrow(/backstay\.db is not a SQLite database; move it away/)
  })

  it('is done once when several processes start at the same time', async () => {
    const script = `
      import { openMigrated } from ${JSON.stringify(import.meta.resolve('./migrate-store.ts'))}
      const { raw, migrated } = await openMigrated(${JSON.stringify(path)})
      raw.close()
      console.log(migrated.to)`
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    const ended = await Promise.all([start(), start(), start()])
    expect(ended.map(({ stdout }) => stdout.trim())).toEqual([NEWEST, NEWEST, NEWEST])
  })
})
