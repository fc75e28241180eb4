import type { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { isPostgres } from './is-postgres.ts'
import { migrateAt, migrateStore } from './migrate-store.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { postgresDatabase } from './postgres-database.ts'
import { readableStore } from './readable-store.ts'
import { sampleRecord } from './sample-record.ts'
import type { StoreSchema } from './schema.ts'
import { openForWriting } from './sqlite-database.ts'
import { storeLocation } from './store-location.ts'
import { sumSpending } from './sum-spending.ts'
import { createPartitions, monthOf } from './usage-partitions.ts'
import { readUsage } from './usage-reader.ts'
import { rowOf, USAGE_COLUMNS } from './usage-row.ts'
import { usageSummary } from './usage-summary.ts'
import { everyRecordOf } from './which-records.ts'

const NAMES = Object.keys(MIGRATIONS)
const NEWEST = NAMES.at(-1)
const COLUMNS_OF_1 = 26
const SPENDING = NAMES.indexOf('0004-spending')
const PARTITIONS = NAMES.indexOf('0007-usage-partitions')
const ROLLUPS = NAMES.indexOf('0009-usage-rollups')

/** A store as it is, without bringing it forward. */
function asItIs(url: string): Kysely<StoreSchema> {
  const location = storeLocation(url)
  if (location.kind === 'sqlite') return openForWriting(location.path).query
  return postgresDatabase(location, { connections: 1, statementMs: 0, serial: false })
}

describe.each(await testStores())('migrating a store on $name', ({ make }) => {
  let store: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    return undefined
  })
  afterEach(() => store.remove())

  it.each(NAMES.slice(0, -1).map((name, n) => ({ name, n })))(
    'brings what $name left behind to the newest schema, with its records',
    async ({ name, n }) => {
      const db = asItIs(store.url)
      await migrateStore(db, Object.fromEntries(Object.entries(MIGRATIONS).slice(0, n + 1)))
      const record = sampleRecord({ wastedCostUsd: 0.25 })
      const cells = rowOf(record).slice(0, n === 0 ? COLUMNS_OF_1 : undefined)
      const row = Object.fromEntries(cells.map((cell, column) => [USAGE_COLUMNS[column], cell]))
      if (isPostgres(db) && n >= PARTITIONS) {
        await db.transaction().execute((within) => createPartitions(within, [monthOf(record.at)]))
      }
      await db
        .insertInto('usage_records')
        .values(row as never)
        .execute()
      await db.destroy()

      expect(await migrateAt(storeLocation(store.url))).toEqual({ from: name, to: NEWEST })
      expect(await migrateAt(storeLocation(store.url))).toEqual({ from: NEWEST, to: NEWEST })
      expect(await Array.fromAsync(readUsage(store.url, { from: null, to: null }))).toEqual([record])

      const readable = readableStore(storeLocation(store.url))
      const newest = await readable.current()
      const usd = (record.costUsd ?? 0) + 0.25
      const [spent] = await sumSpending(newest, [{ organisation: 'default', key: 'app', sinceMs: 0 }])
      // Later ones find the sums as the writer has left them.
      expect(spent).toBeCloseTo(n < SPENDING ? usd : 0, 9)
      for (const span of ['5m', '1h', '1d'] as const) {
        const { totals, ttftMs } = await usageSummary(newest, {
          ...everyRecordOf('default'),
          span,
          from: record.at,
          to: record.at + 1,
        })
        expect(totals.requests).toBe(n < ROLLUPS ? 1 : 0)
        expect(totals.costUsd + totals.wastedCostUsd).toBeCloseTo(n < ROLLUPS ? usd : 0, 9)
        expect(ttftMs.count).toBe(n < ROLLUPS ? 1 : 0)
      }
      await readable.close()
    },
  )
})
