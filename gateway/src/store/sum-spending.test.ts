import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { migrateStore } from './migrate-store.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { readableStore } from './readable-store.ts'
import { recordInserter } from './record-inserter.ts'
import { SqliteInserter } from './sqlite-inserter.ts'
import { storeLocation } from './store-location.ts'
import { sampleRecord } from './sample-record.ts'
import { openForWriting } from './sqlite-database.ts'
import type { SpendingQuestion } from './sum-spending.ts'
import { sumSpending } from './sum-spending.ts'
import { rowOf } from './usage-row.ts'

let url: string

const DAY_MS = 86_400_000
const TODAY = Date.UTC(2026, 10, 20)

async function insert(...batches: readonly (readonly UsageRecord[])[]): Promise<void> {
  const inserter = recordInserter(storeLocation(url))
  for (const records of batches) await inserter.insert({ usage_records: records.map(rowOf) })
  await inserter.close()
}

async function sums(...questions: readonly Partial<SpendingQuestion>[]): Promise<number[]> {
  const store = readableStore(storeLocation(url))
  const asked = questions.map((one) => ({ organisation: 'default', key: null, sinceMs: TODAY, ...one }))
  const found = await sumSpending(await store.current(), asked)
  await store.close()
  return found
}

const spent = (id: string, costUsd: number | null, more: Partial<UsageRecord> = {}): UsageRecord =>
  sampleRecord({ id, at: TODAY + 1, costUsd, wastedCostUsd: null, ...more })

describe.each(await testStores())('what was spent, on $name', ({ make }) => {
  let made: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    made = await make()
    url = made.url
    return undefined
  })
  afterEach(() => made.remove())

  it('is summed up per key and for all, from the start of a day on, wasted cost included', async () => {
    await insert([
      spent('a', 1),
      spent('b', 2, { wastedCostUsd: 0.5 }),
      spent('c', 4, { key: 'other' }),
      spent('d', 8, { at: TODAY - 1 }),
      spent('e', 16, { organisation: 'another' }),
      spent('f', null),
    ])
    expect(
      await sums({ key: 'app' }, { key: 'other' }, {}, { sinceMs: TODAY - DAY_MS }, { key: 'nobody' }),
    ).toEqual([3.5, 4, 7.5, 15.5, 0])
  })

  it('counts a record once, though its batch may be sent twice', async () => {
    await insert([spent('a', 1), spent('b', 2)], [spent('a', 1), spent('b', 2), spent('c', 4)])
    expect(await sums({})).toEqual([7])
  })

  it('is, whatever was recorded, what the records themselves add up to', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            key: fc.constantFrom('app', 'other'),
            cents: fc.option(fc.nat(500)),
            wastedCents: fc.option(fc.nat(500)),
            at: fc.integer({ min: TODAY - 3 * DAY_MS, max: TODAY + DAY_MS - 1 }),
          }),
          { maxLength: 40 },
        ),
        async (spendings) => {
          await made.remove()
          made = (await make?.()) ?? made
          url = made.url
          const usd = (cents: number | null): number | null => (cents === null ? null : cents / 100)
          const records = spendings.map(({ key, cents, wastedCents, at }, n) =>
            spent(`r${n}`, usd(cents), { key, wastedCostUsd: usd(wastedCents), at }),
          )
          await insert(records.slice(0, 7), records.slice(7))
          const since = TODAY - DAY_MS
          const total = (key: string | null): number =>
            records
              .filter((one) => one.at >= since && (key === null || one.key === key))
              .reduce((sum, { costUsd, wastedCostUsd }) => sum + (costUsd ?? 0) + (wastedCostUsd ?? 0), 0)
          const found = await sums({ sinceMs: since }, { sinceMs: since, key: 'app' })
          expect(found[0]).toBeCloseTo(total(null), 9)
          expect(found[1]).toBeCloseTo(total('app'), 9)
        },
      ),
      { numRuns: 10 },
    ))
})

describe('what was spent, in a SQLite file', () => {
  let directory: string
  let path: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'store-'))
    path = join(directory, 'backstay.db')
    url = `sqlite:${path}`
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('is not counted of a batch that was not stored', async () => {
    const inserter = new SqliteInserter(path)
    const store = (...records: readonly UsageRecord[]): Promise<unknown> =>
      inserter.insert({ usage_records: records.map(rowOf) })
    await store(spent('a', 1))
    const other = new DatabaseSync(path)
    other.exec(
      "create trigger stop before insert on usage_records when new.id = 'c' begin insert into no_such_table values (1); end",
    )
    await expect(store(spent('b', 2), spent('c', 4))).rejects.toThrow(path)
    other.exec('drop trigger stop')
    other.close()
    expect(await sums({})).toEqual([1])
    await store(spent('b', 2), spent('c', 4))
    expect(await sums({})).toEqual([7])
    await inserter.close()
  })

  it('is known of records that were stored before sums were kept', async () => {
    const older = Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => name < '0004'))
    const { raw, query } = openForWriting(path)
    await migrateStore(query, older)
    const columns = rowOf(spent('a', 1)).map(() => '?')
    const statement = raw.prepare(`insert into usage_records values (${columns.join()})`)
    for (const one of [
      spent('a', 1),
      spent('b', 2, { wastedCostUsd: 4 }),
      spent('c', 8, { at: TODAY - 1 }),
    ]) {
      statement.run(...rowOf(one))
    }
    await migrateStore(query)
    raw.close()
    expect(await sums({}, { sinceMs: TODAY - DAY_MS })).toEqual([7, 15])
  })
})
