import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testStores } from '#test-services/test-stores'
import type { TestStore } from '#test-services/test-stores'
import type { RecordWriterOptions } from './record-writer-options.ts'
import type { RecordWriter } from './record-writer.ts'
import { openRecordWriter } from './record-writer.ts'
import { sampleRecord } from './sample-record.ts'
import type { StoreProblem } from './store-problem.ts'
import { readUsage } from './usage-reader.ts'

/** Never of its own accord. */
const NOT_YET_MS = 2_000_000_000

let directory: string
let spool: string
let url: string
let problems: StoreProblem[]
let told: () => void

async function open(options: Partial<RecordWriterOptions> = {}): Promise<RecordWriter> {
  const onProblem = (problem: StoreProblem) => {
    problems.push(problem)
    told()
  }
  return openRecordWriter({ url, onProblem, spool: { folder: spool, maxBytes: 100_000_000 }, ...options })
}

function writeMany(writer: RecordWriter, count: number, from = 0): string[] {
  const ids = Array.from({ length: count }, (_, n) => `request-${String(from + n).padStart(6, '0')}`)
  for (const id of ids) writer.write(sampleRecord({ id }))
  return ids
}

async function storedIds(): Promise<string[]> {
  const records = await Array.fromAsync(readUsage(url, { from: null, to: null }))
  return records.map(({ id }) => id)
}

/** Waits for news, not for time. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await new Promise<void>((resolve) => {
      told = resolve
    })
  }
}

const toldOf = (kind: StoreProblem['kind']): number =>
  problems.reduce((sum, problem) => (problem.kind === kind ? sum + problem.records : sum), 0)

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spooled-'))
  spool = join(directory, 'spool')
  problems = []
  told = () => undefined
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const stores = (await testStores()).filter(({ make }) => make !== null)

describe.each(stores)('records that wait in files, on $name', ({ make }) => {
  let store: TestStore | undefined
  beforeEach(async () => {
    store = await make?.()
    url = store?.url ?? ''
  })
  afterEach(() => store?.remove())

  it('are stored by whoever starts next when the process is killed in the turn after they were written', async () => {
    const child = `
      import { openRecordWriter } from ${JSON.stringify(import.meta.resolve('./record-writer.ts'))}
      import { sampleRecord } from ${JSON.stringify(import.meta.resolve('./sample-record.ts'))}
      const writer = await openRecordWriter({
        url: ${JSON.stringify(url)},
        spool: { folder: ${JSON.stringify(spool)}, maxBytes: 1e8 },
        flushMs: ${NOT_YET_MS},
        onProblem: console.error,
      })
      for (let n = 0; n < 2500; n++) writer.write(sampleRecord({ id: 'request-' + String(n).padStart(6, '0') }))
      setImmediate(() => process.kill(process.pid, 'SIGKILL'))`
    const killed = spawn(process.execPath, ['--input-type=module', '--eval', child], { stdio: 'inherit' })
    expect(await once(killed, 'exit')).toEqual([null, 'SIGKILL'])
    expect(readdirSync(spool)).toHaveLength(1)
    const next = await open()
    await until(() => toldOf('records-adopted') === 2_500)
    const sums = await next.sumSpending([{ organisation: 'default', key: null, sinceMs: 0 }])
    await next.close()

    const ids = await storedIds()
    expect(ids).toHaveLength(2_500)
    expect(ids).toEqual(ids.toSorted())
    expect(sums[0]).toBeCloseTo(2_500 * (sampleRecord().costUsd ?? 0), 6)
    expect(readdirSync(spool)).toEqual([])
  })

  it('are in files when those of one turn have been written together', async () => {
    const writer = await open({ flushMs: NOT_YET_MS })
    writer.writeAll(['a', 'b'].map((id) => sampleRecord({ id })))
    const files = readdirSync(spool, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.rows'),
    )
    const text = files.map((name) => readFileSync(join(spool, name), 'utf8')).join('')
    expect(text.match(/^usage_records \["[ab]"/gm)).toEqual(['usage_records ["a"', 'usage_records ["b"'])
    await writer.close()
    expect(await storedIds()).toEqual(['a', 'b'])
  })

  it('are left alone by others while their process lives', async () => {
    const first = await open({ flushMs: NOT_YET_MS })
    const ids = writeMany(first, 30)
    const second = await open()
    const more = writeMany(second, 5, 30)
    await second.close()
    expect(await storedIds()).toEqual(more)
    await first.close()
    expect(await storedIds()).toEqual([...ids, ...more])
    expect(problems).toEqual([])
  })
})

describe('records for which memory has no room', () => {
  let path: string
  beforeEach(() => {
    path = join(directory, 'backstay.db')
    url = `sqlite:${path}`
    // Nothing can be opened there.
    mkdirSync(path)
  })

  it('wait in files through an outage, and are stored once, in order', async () => {
    const writer = await open({ maxPending: 100 })
    const before = writeMany(writer, 3_000)
    await until(() => problems.some(({ kind }) => kind === 'store-failing'))
    const during = writeMany(writer, 3_000, 3_000)
    rmdirSync(path)
    await until(() => problems.some(({ kind }) => kind === 'store-recovered'))
    const after = writeMany(writer, 3_000, 6_000)
    await writer.flush()
    expect(await storedIds()).toEqual([...before, ...during, ...after])
    expect(toldOf('records-dropped')).toBe(0)
    await writer.close()
    expect(readdirSync(spool)).toEqual([])
  })

  it('wait for the next start when the outage lasts longer than the process', async () => {
    const first = await open({ maxPending: 100, drainMs: 0 })
    const ids = writeMany(first, 1_000)
    await first.close()
    expect(toldOf('records-left')).toBe(1_000)
    expect(toldOf('records-dropped')).toBe(0)
    rmdirSync(path)
    const next = await open()
    await until(() => toldOf('records-adopted') > 0)
    await next.close()
    expect(await storedIds()).toEqual(ids)
  })

  it('are dropped where the files are full too, and counted', async () => {
    const writer = await open({ maxPending: 100, spool: { folder: spool, maxBytes: 200_000 } })
    const ids = writeMany(writer, 5_000)
    await until(() => toldOf('records-dropped') > 0)
    expect(problems.some(({ kind }) => kind === 'spool-failing')).toBe(true)
    rmdirSync(path)
    await writer.flush()
    await writer.close()
    const stored = await storedIds()
    expect(stored.length).toBeGreaterThanOrEqual(100)
    expect(stored.length + toldOf('records-dropped')).toBe(ids.length)
    expect(new Set(stored).size).toBe(stored.length)
  })
})

describe('a spool that cannot be made', () => {
  it('keeps no record from being stored, and says so', async () => {
    url = `sqlite:${join(directory, 'backstay.db')}`
    const file = join(directory, 'file')
    writeFileSync(file, '')
    const writer = await open({ spool: { folder: join(file, 'spool'), maxBytes: 1_000_000 } })
    await until(() => problems.some(({ kind }) => kind === 'spool-failing'))
    const ids = writeMany(writer, 10)
    await writer.close()
    expect(await storedIds()).toEqual(ids)
  })
})
