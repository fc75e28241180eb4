import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import type { LoggedEvent } from '#domain/event'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { controlDatabase } from './control-database.ts'
import { eventRowOf } from './event-row.ts'
import type { RecordInserter } from './record-inserter.ts'
import { recordInserter } from './record-inserter.ts'
import { sampleRecord } from './sample-record.ts'
import { storeLocation } from './store-location.ts'
import type { Retention } from './sweep-store.ts'
import { cutoffsOf } from './sweep-store.ts'
import { readUsage } from './usage-reader.ts'
import { rowOf } from './usage-row.ts'

const DAY_MS = 86_400_000
const NOW = Date.UTC(2026, 10, 20, 12)
const FOR_EVER = { usageDays: null, eventsDays: null, rollupDays: null, configVersions: null }

describe.each(await testStores())('what is too old, on $name', ({ name, make }) => {
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

  async function sweep(retention: Partial<Retention>): Promise<void> {
    const cutoffs = cutoffsOf({ ...FOR_EVER, ...retention }, NOW)
    while ((await inserter.sweep(cutoffs)) > 0);
  }

  async function query<Row>(statement: string): Promise<readonly Row[]> {
    const db = controlDatabase(store.url)
    const { rows } = await sql<Row>`${sql.raw(statement)}`.execute(db)
    await db.destroy()
    return rows
  }

  const recordsAt = (...days: readonly number[]) => ({
    usage_records: days.map((day) => rowOf(sampleRecord({ id: `day-${day}`, at: NOW - day * DAY_MS }))),
  })
  const kept = async (): Promise<string[]> => {
    const records = await Array.fromAsync(readUsage(store.url, { from: null, to: null }))
    return records.map(({ id }) => id)
  }

  it('goes, and only that: usage records by days, however many there are', async () => {
    const many = Array.from({ length: 4_500 }, (_, n) =>
      rowOf(sampleRecord({ id: `old-${n}`, at: NOW - 45 * DAY_MS })),
    )
    await inserter.insert({ usage_records: many })
    await inserter.insert(recordsAt(0, 29, 31, 70, 400))
    await sweep({})
    expect(await kept()).toHaveLength(4_505)
    await sweep({ usageDays: 30 })
    expect(await kept()).toEqual(['day-29', 'day-0'])
    await inserter.insert(recordsAt(80))
    expect(await kept()).toEqual(['day-80', 'day-29', 'day-0'])
  })

  it('goes: events by days', async () => {
    const events = [1, 40].map((day): LoggedEvent => {
      const at = NOW - day * DAY_MS
      const id = `${at.toString(16).padStart(12, '0')}0000abcdef01`
      return { id, at, organisation: 'default', event: { kind: 'breaker-closed', deployment: `d${day}` } }
    })
    await inserter.insert({ events: events.map(eventRowOf) })
    await sweep({ eventsDays: 30 })
    expect(await query('select id from events')).toEqual([{ id: events[0]?.id }])
  })

  it('goes: sums of five minutes and of hours when they are old, of days when it is asked for', async () => {
    await inserter.insert(recordsAt(0, 1, 3, 94, 399, 500))
    const starts = async (span: number) =>
      (await query<{ start: number }>(`select start from usage_rollups where span_ms = ${span}`)).length
    await sweep({})
    expect([await starts(300_000), await starts(3_600_000), await starts(DAY_MS)]).toEqual([2, 3, 6])
    expect(await query('select count(*) as n from fallback_rollups')).toEqual([{ n: 11 }])
    expect(await query('select count(*) as n from attempt_rollups')).toEqual([{ n: 11 }])
    expect(await query('select count(*) as n from spending')).toEqual([{ n: 5 }])
    await sweep({ rollupDays: 100 })
    expect([await starts(300_000), await starts(3_600_000), await starts(DAY_MS)]).toEqual([2, 3, 4])
  })

  if (name !== 'PostgreSQL') return
  it('goes by whole months where the database keeps them apart', async () => {
    await inserter.insert(recordsAt(0, 100))
    const partitions = async () =>
      (
        await query<{ name: string }>(
          "select inhrelid::regclass::text as name from pg_inherits where inhparent = 'usage_records'::regclass",
        )
      ).map((row) => row.name)
    expect(await partitions()).toContain('usage_records_2026_08')
    await sweep({ usageDays: 30 })
    expect((await partitions()).toSorted()).toEqual(['usage_records_2026_11', 'usage_records_2026_12'])
  })
})
