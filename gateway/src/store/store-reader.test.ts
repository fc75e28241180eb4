import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventKind, LoggedEvent } from '#domain/event'
import type { UsageRecord } from '#domain/record'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { eventRowOf } from './event-row.ts'
import type { EventFilter } from './list-events.ts'
import type { UsageFilter } from './list-usage.ts'
import { recordInserter } from './record-inserter.ts'
import { sampleRecord } from './sample-record.ts'
import { firstIdAt } from './sorted-ids.ts'
import { storeLocation } from './store-location.ts'
import { StoreReader } from './store-reader.ts'
import { rowOf } from './usage-row.ts'
import { everyRecordOf } from './which-records.ts'

let url: string
let reader: StoreReader

async function store(rows: { records?: UsageRecord[]; events?: LoggedEvent[] }): Promise<void> {
  const inserter = recordInserter(storeLocation(url))
  const { records = [], events = [] } = rows
  await inserter.insert({ usage_records: records.map(rowOf), events: events.map(eventRowOf) })
  await inserter.close()
}

const organisation = 'default'
const ALL: UsageFilter = { ...everyRecordOf(organisation), from: null, to: null, before: null, limit: 100 }
const EVERY: EventFilter = { organisation, kinds: [], since: null, before: null, limit: 100 }

const event = (
  n: number,
  kind: 'breaker-closed' | 'breaker-half-opened' = 'breaker-closed',
): LoggedEvent => ({
  id: `${firstIdAt(n)}${'0'.repeat(12)}`,
  at: n,
  organisation: 'default',
  event: { kind, deployment: `d${n}` },
})

describe.each(await testStores())('asking a store on $name', ({ make }) => {
  let made: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    made = await make()
    url = made.url
    reader = new StoreReader({ url })
    return undefined
  })
  afterEach(async () => {
    await reader.close()
    await made.remove()
  })

  it('gives the newest usage records first, by what is asked for', async () => {
    const moved = sampleRecord({ id: 'moved', at: 10 })
    const plain = sampleRecord({
      id: 'plain',
      at: 20,
      key: 'other',
      requestedModel: 'claude-sonnet',
      status: 502,
      errorClass: 'overloaded',
      routing: { ...moved.routing, fallbacks: [] },
    })
    const probe = sampleRecord({ id: 'probe', at: 30, probe: true, provider: null, deployment: null })
    await store({ records: [moved, plain, probe] })
    const ids = async (filter: Partial<UsageFilter>): Promise<string[]> =>
      (await reader.ask('list-usage', { ...ALL, ...filter })).map(({ id }) => id)

    expect(await ids({})).toEqual(['probe', 'plain', 'moved'])
    expect(await ids({ from: 20 })).toEqual(['probe', 'plain'])
    expect(await ids({ to: 20 })).toEqual(['moved'])
    expect(await ids({ key: 'other' })).toEqual(['plain'])
    expect(await ids({ model: 'gpt-4o' })).toEqual(['probe', 'moved'])
    expect(await ids({ model: 'claude-sonnet' })).toEqual(['probe', 'plain', 'moved'])
    expect(await ids({ provider: 'anthropic' })).toEqual(['plain', 'moved'])
    expect(await ids({ deployment: 'claude-sonnet/anthropic' })).toEqual(['plain', 'moved'])
    expect(await ids({ status: 502 })).toEqual(['plain'])
    expect(await ids({ failed: true })).toEqual(['plain'])
    expect(await ids({ failed: false, probe: false })).toEqual(['moved'])
    expect(await ids({ errorClass: 'overloaded' })).toEqual(['plain'])
    expect(await ids({ moved: false })).toEqual(['plain'])
    expect(await ids({ moved: true, probe: false })).toEqual(['moved'])
    expect(await ids({ probe: true })).toEqual(['probe'])
    expect(await reader.ask('find-usage', { organisation, id: 'moved' })).toEqual(moved)
    expect(await reader.ask('find-usage', { organisation, id: 'gone' })).toBeNull()
    expect(await reader.ask('find-usage', { organisation: 'other', id: 'moved' })).toBeNull()
    expect(await ids({ organisation: 'other' })).toEqual([])
  })

  it('gives every usage record once over pages of any size, however many came in one millisecond', async () => {
    const times = Array.from({ length: 60 }, (_, n) => Math.floor(n / 7))
    const records = times.map((at, n) => sampleRecord({ id: `r${String(n).padStart(3, '0')}`, at }))
    await store({ records })
    const expected = records.map(({ id }) => id).toReversed()
    const property = fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (limit) => {
      const seen: string[] = []
      let before: UsageFilter['before'] = null
      for (;;) {
        const page: readonly UsageRecord[] = await reader.ask('list-usage', { ...ALL, before, limit })
        seen.push(...page.map(({ id }) => id))
        const last = page.at(-1)
        if (last === undefined) break
        before = { at: last.at, id: last.id }
      }
      expect(seen).toEqual(expected)
    })
    await fc.assert(property, { numRuns: 15 })
  })

  it('gives back the events that were written, newest first, by what is asked for', async () => {
    const events = [event(1), event(2, 'breaker-half-opened'), event(3), event(4)]
    await store({ events })
    const kinds: EventKind[] = ['breaker-half-opened']
    expect(await reader.ask('list-events', EVERY)).toEqual(events.toReversed())
    expect(await reader.ask('list-events', { ...EVERY, kinds })).toEqual([events[1]])
    expect(await reader.ask('list-events', { ...EVERY, since: 3 })).toEqual([events[3], events[2]])
    expect(await reader.ask('list-events', { ...EVERY, before: event(3).id, limit: 1 })).toEqual([events[1]])
    expect(await reader.ask('events-after', { organisation, id: event(2).id, limit: 1 })).toEqual([events[2]])
  })
})

describe('a store that cannot be read', () => {
  let directory: string
  let path: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'store-'))
    path = join(directory, 'backstay.db')
    url = `sqlite:${path}`
    reader = new StoreReader({ url })
  })
  afterEach(async () => {
    await reader.close()
    rmSync(directory, { recursive: true })
  })

  it('is told of, and read once it is there', async () => {
    await expect(reader.ask('list-events', EVERY)).rejects.toThrow('There is no store at')
    await store({ events: [event(1)] })
    expect(await reader.ask('list-events', EVERY)).toHaveLength(1)
  })

  it('is read where it is when its file was replaced', async () => {
    await store({ events: [event(1)] })
    expect(await reader.ask('list-events', EVERY)).toHaveLength(1)
    renameSync(path, `${path}.old`)
    await store({ events: [event(1), event(2)] })
    expect(await reader.ask('list-events', EVERY)).toHaveLength(2)
  })

  it('is told of when it is a directory, is no database, or was changed by hand', async () => {
    mkdirSync(path)
    await expect(reader.ask('find-usage', { organisation, id: 'x' })).rejects.toThrow('is not a file')
    rmSync(path, { recursive: true })
    await store({ events: [event(1)] })
    const other = new DatabaseSync(path)
    other.exec("update events set data = 'no json'")
    other.close()
    await expect(reader.ask('list-events', EVERY)).rejects.toThrow('is not JSON')
    expect(await reader.ask('find-usage', { organisation, id: 'x' })).toBeNull()
  })

  it('is not waited for longer than the limit, and asked again afterwards', async () => {
    await store({ events: [event(1)] })
    const hasty = new StoreReader({ url, limitMs: 0 })
    await expect(hasty.ask('list-events', EVERY)).rejects.toThrow('took too long')
    await hasty.close()
    const idle = new StoreReader({ url, idleMs: 0 })
    expect(await idle.ask('list-events', EVERY)).toHaveLength(1)
    await expect.poll(() => idle.running).toBe(false)
    expect(await idle.ask('list-events', EVERY)).toHaveLength(1)
    await idle.close()
  })

  it('is not asked by more than can wait', async () => {
    await store({ events: [event(1)] })
    const asked = await Promise.allSettled(
      Array.from({ length: 105 }, () => reader.ask('find-usage', { organisation, id: 'x' })),
    )
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(5)
  })
})
