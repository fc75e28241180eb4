import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { controlDatabase } from './control-database.ts'
import type { RecordInserter } from './record-inserter.ts'
import { recordInserter } from './record-inserter.ts'
import { sampleRecord } from './sample-record.ts'
import { storeLocation } from './store-location.ts'
import { readUsage } from './usage-reader.ts'
import { rowOf } from './usage-row.ts'

describe.each(await testStores())('inserting records on $name', ({ name, make }) => {
  let store: TestStore
  let inserter: RecordInserter
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    inserter = recordInserter(storeLocation(store.url))
    return undefined
  })
  afterEach(async () => {
    await inserter.close()
    await store.remove()
  })

  const rows = (...ids: string[]) => ({ usage_records: ids.map((id) => rowOf(sampleRecord({ id }))) })
  const storedIds = async (): Promise<string[]> => {
    const records = await Array.fromAsync(readUsage(store.url, { from: null, to: null }))
    return records.map(({ id }) => id)
  }

  it('stores a batch, and one that is sent twice only once', async () => {
    expect(await inserter.insert(rows('a', 'b'))).toEqual([])
    expect(await inserter.insert(rows('a', 'b', 'c'))).toEqual([])
    expect(await inserter.insert(rows('d', 'd'))).toEqual([])
    expect(await storedIds()).toEqual(['a', 'b', 'c', 'd'])
    const sums = await inserter.sumSpending([{ organisation: 'default', key: 'app', sinceMs: 0 }])
    expect(sums[0]).toBeCloseTo(4 * 0.001_234_567_89, 9)
  })

  it('refuses rows that cannot be stored, with why, and stores the others', async () => {
    const unfit = ['x', 'y'].map((id) => rowOf(sampleRecord({ id, totalMs: Number.NaN })))
    const [a = [], b = [], c = []] = rows('a', 'b', 'c').usage_records
    const refused = await inserter.insert({
      usage_records: [a, ...unfit.slice(0, 1), b, c, ...unfit.slice(1)],
    })
    expect(refused).toHaveLength(2)
    expect(refused[0]).toMatch(/not.null/iu)
    expect(await storedIds()).toEqual(['a', 'b', 'c'])
  })

  it('adds up what can be, where a figure is none', async () => {
    const odd = sampleRecord({ id: 'odd', costUsd: Number.NaN, wastedCostUsd: Number.POSITIVE_INFINITY })
    const [good = []] = rows('good').usage_records
    await inserter.insert({ usage_records: [rowOf(odd), good] })
    expect(await storedIds()).toContain('good')
    const sums = await inserter.sumSpending([{ organisation: 'default', key: null, sinceMs: 0 }])
    expect(sums[0]).toBeCloseTo(0.001_234_567_89, 9)
  })

  it('adds up what can be, where figures are too large for it', async () => {
    for (const id of ['huge', 'huger']) {
      const record = rowOf(sampleRecord({ id, costUsd: Number.MAX_VALUE }))
      expect(await inserter.insert({ usage_records: [record] })).toEqual([])
    }
    await inserter.insert(rows('good'))
    expect(await storedIds()).toHaveLength(3)
    const sums = await inserter.sumSpending([{ organisation: 'default', key: null, sinceMs: 0 }])
    expect(sums[0]).toBeCloseTo(0.001_234_567_89, 9)
  })

  it('keeps whatever text a client calls a model by', async () => {
    const names = ['a\0b', 'a\\u0000b', '"\\\n\u2028', '\u{1f6df}', "'; drop table events; --", '']
    const records = names.map((requestedModel, n) => sampleRecord({ id: `text-${n}`, requestedModel }))
    expect(await inserter.insert({ usage_records: records.map(rowOf) })).toEqual([])
    const stored = await Array.fromAsync(readUsage(store.url, { from: null, to: null }))
    // PostgreSQL has no place for one character.
    const due = name === 'PostgreSQL' ? names.map((text) => text.replace('\0', '\u{fffd}')) : names
    expect(stored.map(({ requestedModel }) => requestedModel)).toEqual(due)
  })

  it('takes records of any time, and of many months at once', async () => {
    const times = [
      0,
      1,
      Date.UTC(2024, 1, 29),
      Date.UTC(2026, 10, 30, 23, 59, 59, 999),
      Date.UTC(2026, 11, 1),
    ]
    const records = times.map((at, n) => sampleRecord({ id: `at-${n}`, at }))
    expect(await inserter.insert({ usage_records: records.map(rowOf) })).toEqual([])
    expect(await storedIds()).toEqual(['at-0', 'at-1', 'at-2', 'at-3', 'at-4'])
  })

  it('goes on when several write at the same time, the same records too', async () => {
    const others = [1, 2, 3].map(() => recordInserter(storeLocation(store.url)))
    // SQLite waits for a lock on the thread that it runs on: here they would wait for themselves.
    for (const each of [inserter, ...others]) await each.open()
    const batches = [inserter, ...others].map(async (each, n) => {
      await each.insert(rows('shared', `own-${n}`))
      await each.insert(rows('shared', `more-${n}`))
    })
    await Promise.all(batches)
    await Promise.all(others.map((other) => other.close()))
    expect(await storedIds()).toHaveLength(9)
    const sums = await inserter.sumSpending([{ organisation: 'default', key: null, sinceMs: 0 }])
    expect(sums[0]).toBeCloseTo(9 * 0.001_234_567_89, 9)
  })

  // A file that was taken away is a test of its own.
  if (name !== 'PostgreSQL') return
  it('makes the tables anew when somebody has dropped them all', async () => {
    await inserter.insert(rows('a'))
    const db = controlDatabase(store.url)
    await sql`drop schema public cascade`.execute(db)
    await sql`create schema public`.execute(db)
    await db.destroy()
    await expect(inserter.insert(rows('b'))).rejects.toThrow('does not exist')
    expect(await inserter.insert(rows('b'))).toEqual([])
    expect(await storedIds()).toEqual(['b'])
  })
})
