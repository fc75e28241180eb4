import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { recordInserter } from './record-inserter.ts'
import { sampleRecord } from './sample-record.ts'
import { storeLocation } from './store-location.ts'
import type { TimeRange } from './usage-reader.ts'
import { readUsage } from './usage-reader.ts'
import { rowOf } from './usage-row.ts'

let url: string

async function store(...records: UsageRecord[]): Promise<void> {
  const inserter = recordInserter(storeLocation(url))
  await inserter.insert({ usage_records: records.map(rowOf) })
  await inserter.close()
}

async function read(range: Partial<TimeRange> = {}): Promise<UsageRecord[]> {
  return Array.fromAsync(readUsage(url, { from: null, to: null, ...range }))
}

describe.each(await testStores())('reading usage records on $name', ({ name, make }) => {
  let made: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    made = await make()
    url = made.url
    return undefined
  })
  afterEach(() => made.remove())

  it('gives back exactly what was written', async () => {
    const full = sampleRecord({ wastedCostUsd: 0.25, errorClass: 'timeout', key: 'naïve\0"key"\n🙂' })
    // The one character that text of PostgreSQL cannot hold.
    const key = name === 'PostgreSQL' ? full.key.replace('\0', '\uFFFD') : full.key
    const bare = sampleRecord({
      id: 'bare',
      at: full.at + 1,
      servedModel: null,
      provider: null,
      deployment: null,
      streamed: false,
      tokens: { input: 1, cachedInput: 2, cacheWrite: 3, output: 4, reasoning: 5, estimated: true },
      costUsd: null,
      ttftMs: null,
    })
    await store(full, bare)
    expect(await read()).toEqual([{ ...full, key }, bare])
  })

  it('takes the start of the range and leaves its end', async () => {
    await store(...[10, 20, 30, 40].map((at) => sampleRecord({ id: `at-${at}`, at })))
    expect((await read({ from: 20, to: 40 })).map((record) => record.at)).toEqual([20, 30])
    expect((await read({ to: 20 })).map((record) => record.at)).toEqual([10])
    expect((await read({ from: 31 })).map((record) => record.at)).toEqual([40])
    expect(await read({ from: 41 })).toEqual([])
  })

  it('reads more than one page by time, each record once, also where many have the same time', async () => {
    const records = Array.from({ length: 2_500 }, (_, n) =>
      sampleRecord({ id: `r${n}`, at: n < 1_700 ? 5 : 2_500 - n }),
    )
    await store(...records)
    const found = await read()
    expect(new Set(found.map((record) => record.id)).size).toBe(2_500)
    expect(found.map((record) => record.at)).toEqual(
      found.map((record) => record.at).toSorted((a, b) => a - b),
    )
  })

  it('sees what another process is still writing, and does not hold it up', async () => {
    const inserter = recordInserter(storeLocation(url))
    await inserter.insert({ usage_records: [rowOf(sampleRecord({ id: 'a', at: 1 }))] })
    const reader = readUsage(url, { from: null, to: null })
    expect((await reader.next()).value?.id).toBe('a')
    await inserter.insert({ usage_records: [rowOf(sampleRecord({ id: 'b', at: 2 }))] })
    expect((await reader.next()).value?.id).toBe('b')
    await reader.return()
    await inserter.close()
  })
})

describe('reading usage records of a SQLite file', () => {
  let directory: string
  let path: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'store-'))
    path = join(directory, 'backstay.db')
    url = `sqlite:${path}`
  })
  afterEach(() => rmSync(directory, { recursive: true }))

  it('fails on a store that does not exist, and does not make one', async () => {
    await expect(read()).rejects.toThrow(`There is no store at ${path}`)
    expect(existsSync(path)).toBe(false)
  })

  it('fails on what is no store', async () => {
    mkdirSync(path)
    await expect(read()).rejects.toThrow('is not a file')
    rmSync(path, { recursive: true })
    writeFileSync(path, 'not a database, but long enough to look for a header in it'.repeat(50))
    await expect(read()).rejects.toThrow('is not a SQLite database')
    rmSync(path)
    const other = new DatabaseSync(path)
    other.exec('create table customers (name text)')
    other.close()
    await expect(read()).rejects.toThrow('not a Backstay store')
    rmSync(path)
    writeFileSync(path, '')
    await expect(read()).rejects.toThrow('The store is empty')
  })

  it('fails on a record that was changed into something else', async () => {
    await store(sampleRecord())
    const other = new DatabaseSync(path)
    other.exec("update usage_records set routing = '{'")
    other.close()
    await expect(read()).rejects.toThrow('Column routing of usage record request-1 is not JSON')
  })
})
