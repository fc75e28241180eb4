import { DatabaseSync } from 'node:sqlite'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteDialect } from './sqlite-dialect.ts'

interface Schema {
  readonly texts: { readonly text: string }
}

let raw: DatabaseSync
let query: Kysely<Schema>
beforeEach(async () => {
  raw = new DatabaseSync(':memory:')
  query = new Kysely<Schema>({ dialect: sqliteDialect(raw) })
  await sql`create table texts (text text unique)`.execute(query)
})
afterEach(() => query.destroy())

const insert = (...texts: readonly string[]): Promise<void> =>
  query.transaction().execute(async (transaction) => {
    for (const text of texts) await transaction.insertInto('texts').values({ text }).execute()
  })
const stored = async (): Promise<string[]> =>
  (await query.selectFrom('texts').select('text').execute()).map(({ text }) => text)

describe('a transaction that fails', () => {
  it('leaves nothing behind', async () => {
    await insert('one')
    await expect(insert('two', 'one')).rejects.toThrow('UNIQUE')
    expect(await stored()).toEqual(['one'])
  })

  it('says that the disk is full, and leaves the database fit for the next one', async () => {
    raw.exec('pragma max_page_count = 16')
    await expect(insert('one', 'x'.repeat(200_000))).rejects.toThrow('full')
    expect(await stored()).toEqual([])
    await insert('two')
    expect(await stored()).toEqual(['two'])
  })
})
