import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import type { ControlDatabase } from './control-database.ts'
import { controlDatabase } from './control-database.ts'
import type { FeedbackTable } from './schema.ts'

let url: string
let database: ControlDatabase

const row = (id: string, more: Partial<FeedbackTable> = {}): FeedbackTable => ({
  id,
  at: 1_795_000_000_000,
  request: 'r',
  key: 'app',
  deployment: 'd',
  score: 0,
  comment: null,
  ...more,
})
const add = (db: ControlDatabase, ...rows: readonly FeedbackTable[]) =>
  db.insertInto('feedback').values(rows).execute()
const ids = async (): Promise<string[]> =>
  (await database.selectFrom('feedback').select('id').orderBy('id').execute()).map(({ id }) => id)

describe.each(await testStores())('the database of the control plane on $name', ({ make }) => {
  let store: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    url = store.url
    database = controlDatabase(url)
    return undefined
  })
  afterEach(async () => {
    await database.destroy()
    await store.remove()
  })

  it('gives back what was written, and says how many rows were changed', async () => {
    await add(database, row('a', { comment: 'naïve 🙂' }), row('b', { score: 0.5 }))
    const all = await database.selectFrom('feedback').selectAll().orderBy('id').execute()
    expect(all).toEqual([row('a', { comment: 'naïve 🙂' }), row('b', { score: 0.5 })])
    const { numUpdatedRows } = await database
      .updateTable('feedback')
      .set({ score: 1 })
      .where('id', 'in', ['b', 'none'])
      .executeTakeFirst()
    expect(numUpdatedRows).toBe(1n)
    const gone = await database.deleteFrom('feedback').returning(['id', 'score']).execute()
    expect(gone.toSorted((x, y) => x.score - y.score)).toEqual([
      { id: 'a', score: 0 },
      { id: 'b', score: 1 },
    ])
    expect(await database.deleteFrom('feedback').executeTakeFirst()).toMatchObject({ numDeletedRows: 0n })
  })

  it('stores all of a transaction or nothing of it', async () => {
    await database.transaction().execute(async (db) => {
      await add(db, row('a'))
      await add(db, row('b'))
    })
    const broken = database.transaction().execute(async (db) => {
      await add(db, row('c'))
      throw new Error('changed my mind')
    })
    await expect(broken).rejects.toThrow('changed my mind')
    expect(await ids()).toEqual(['a', 'b'])
  })

  it('goes back to a savepoint', async () => {
    const transaction = await database.startTransaction().execute()
    await add(transaction, row('a'))
    const half = await transaction.savepoint('half').execute()
    await add(half, row('b'))
    await half.rollbackToSavepoint('half').execute()
    await add(half, row('c'))
    await transaction.commit().execute()
    expect(await ids()).toEqual(['a', 'c'])
  })

  it('runs transactions one after the other, whoever begins them', async () => {
    const other = controlDatabase(url)
    await add(database, row('a'))
    const increment = (db: ControlDatabase) =>
      db.transaction().execute(async (tx) => {
        const { score } = await tx.selectFrom('feedback').select('score').executeTakeFirstOrThrow()
        await tx
          .updateTable('feedback')
          .set({ score: score + 1 })
          .execute()
      })
    await Promise.all(Array.from({ length: 20 }, (_, n) => increment(n % 2 === 0 ? database : other)))
    await other.destroy()
    expect(await database.selectFrom('feedback').select('score').execute()).toEqual([{ score: 20 }])
  })

  it('tells a value that is taken from other errors, and goes on', async () => {
    await add(database, row('a'))
    await expect(add(database, row('a'))).rejects.toMatchObject({ name: 'StoreError', conflict: true })
    await expect(add(database, { ...row('b'), key: null as never })).rejects.toMatchObject({
      name: 'StoreError',
      conflict: false,
    })
    const caught = database.transaction().execute(async (db) => {
      await add(db, row('c'))
      await add(db, row('a'))
    })
    await expect(caught).rejects.toMatchObject({ conflict: true })
    await add(database, row('d'))
    expect(await ids()).toEqual(['a', 'd'])
  })

  it('finishes what is under way before it is closed, and takes nothing afterwards', async () => {
    expect(await ids()).toEqual([])
    const adding = Promise.all(['a', 'b', 'c'].map((id) => add(database, row(id))))
    const destroyed = database.destroy()
    await adding
    await destroyed
    await expect(ids()).rejects.toThrow('destroyed')
    database = controlDatabase(url)
    expect(await ids()).toEqual(['a', 'b', 'c'])
  })
})

describe('the thread of a SQLite database', () => {
  let directory: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'store-'))
    database = controlDatabase(`sqlite:${join(directory, 'backstay.db')}`)
  })
  afterEach(async () => {
    await database.destroy()
    rmSync(directory, { recursive: true })
  })

  it('takes the transaction under way with it when it dies, and is replaced', async () => {
    const started = once(process, 'worker')
    await add(database, row('a'))
    const [thread] = (await started) as [Worker]
    const lost = database.transaction().execute(async (db) => {
      await add(db, row('b'))
      await thread.terminate()
      await add(db, row('c'))
    })
    await expect(lost).rejects.toThrow('was given up')
    await add(database, row('d'))
    expect(await ids()).toEqual(['a', 'd'])
  })

  it('says what is wrong with a store that cannot be opened, and opens it once it can', async () => {
    const later = join(directory, 'sub')
    const hopeful = controlDatabase(`sqlite:${join(later, 'backstay.db')}`)
    const count = () => hopeful.selectFrom('feedback').select('id').execute()
    await expect(count()).rejects.toThrow('cannot be opened; check that its directory exists')
    mkdirSync(later)
    expect(await count()).toEqual([])
    await hopeful.destroy()
  })
})
