import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SqliteInserter } from './sqlite-inserter.ts'
import { sampleRecord } from './sample-record.ts'
import { rowOf } from './usage-row.ts'

let directory: string
let path: string
let inserter: SqliteInserter
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'store-'))
  path = join(directory, 'backstay.db')
  inserter = new SqliteInserter(path)
})
afterEach(async () => {
  await inserter.close()
  rmSync(directory, { recursive: true })
})

function rows(...ids: string[]) {
  return { usage_records: ids.map((id) => rowOf(sampleRecord({ id }))) }
}

function storedIds(): unknown[] {
  const db = new DatabaseSync(path, { readOnly: true })
  const found = db.prepare('select id from usage_records order by rowid').all()
  db.close()
  return found.map((row) => row['id'])
}

describe('inserting records', () => {
  it('stores a batch, and a batch sent twice only once', async () => {
    expect(await inserter.insert(rows('a', 'b'))).toEqual([])
    expect(await inserter.insert(rows('a', 'b', 'c'))).toEqual([])
    expect(storedIds()).toEqual(['a', 'b', 'c'])
  })

  it('refuses a row that cannot be stored, and stores the others', async () => {
    const unfit = rowOf(sampleRecord({ id: 'unfit', totalMs: Number.NaN }))
    expect(
      await inserter.insert({
        usage_records: [...rows('a').usage_records, unfit, ...rows('b').usage_records],
      }),
    ).toEqual(['NOT NULL constraint failed: usage_records.total_ms'])
    expect(storedIds()).toEqual(['a', 'b'])
  })

  it('goes on where there was no directory once there is one', async () => {
    const later = new SqliteInserter(join(directory, 'sub', 'backstay.db'))
    await expect(later.insert(rows('a'))).rejects.toThrow('cannot be opened; check that its directory exists')
    mkdirSync(join(directory, 'sub'))
    path = join(directory, 'sub', 'backstay.db')
    await later.insert(rows('a'))
    expect(storedIds()).toEqual(['a'])
    await later.close()
  })

  it('makes a new store when the file was moved away under it', async () => {
    await inserter.insert(rows('a'))
    renameSync(path, `${path}.old`)
    await inserter.insert(rows('b'))
    expect(storedIds()).toEqual(['b'])
  })

  it('stores nothing of a batch that fails half way, and all of it the next time', async () => {
    await inserter.insert(rows('a'))
    const other = new DatabaseSync(path)
    other.exec(
      "create trigger stop before insert on usage_records when new.id = 'c' begin insert into no_such_table values (1); end",
    )
    await expect(inserter.insert(rows('b', 'c'))).rejects.toThrow(path)
    expect(storedIds()).toEqual(['a'])
    other.exec('drop trigger stop')
    other.close()
    await inserter.insert(rows('b', 'c'))
    expect(storedIds()).toEqual(['a', 'b', 'c'])
  })

  it('opens the store once when it is asked to open and to insert at the same time', async () => {
    await Promise.all([inserter.open(), inserter.insert(rows('a'))])
    expect(storedIds()).toEqual(['a'])
  })
})
