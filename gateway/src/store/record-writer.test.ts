import { spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { mkdirSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Worker } from 'node:worker_threads'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import type { RecordWriterOptions } from './record-writer-options.ts'
import type { RecordWriter } from './record-writer.ts'
import type { StoreProblem } from './store-problem.ts'
import { openRecordWriter } from './record-writer.ts'
import { oddMember } from './odd-member.ts'
import { sampleRecord } from './sample-record.ts'
import { readUsage } from './usage-reader.ts'
import { cutoffsOf } from './sweep-store.ts'
import type { FromThread, Swept } from './writer-messages.ts'

let url: string
let problems: StoreProblem[]
let told: () => void
const writers: RecordWriter[] = []
beforeEach(() => {
  problems = []
  told = () => {}
})

async function open(options: Partial<RecordWriterOptions> = {}): Promise<RecordWriter> {
  const onProblem = (problem: StoreProblem) => {
    problems.push(problem)
    told()
  }
  const writer = await openRecordWriter({ url, onProblem, ...options })
  writers.push(writer)
  return writer
}

function writeMany(writer: RecordWriter, count: number): string[] {
  const ids = Array.from({ length: count }, (_, index) => `request-${String(index).padStart(6, '0')}`)
  for (const id of ids) writer.write(sampleRecord({ id }))
  return ids
}

/** In the order in which they are named. */
async function storedIds(): Promise<string[]> {
  const records = await Array.fromAsync(readUsage(url, { from: null, to: null }))
  return records.map(({ id }) => id)
}

async function problemOf(kind: StoreProblem['kind']): Promise<StoreProblem> {
  for (;;) {
    const found = problems.find((problem) => problem.kind === kind)
    if (found !== undefined) return found
    await new Promise<void>((resolve) => {
      told = resolve
    })
  }
}

describe.each(await testStores())('the writer of usage records on $name', ({ make }) => {
  let store: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    url = store.url
    return undefined
  })
  afterEach(async () => {
    await Promise.all(writers.splice(0).map((writer) => writer.close()))
    await store.remove()
  })

  it('stores every record once, in order, over many batches', async () => {
    const writer = await open()
    const ids = writeMany(writer, 3_500)
    await writer.flush()
    expect(await storedIds()).toEqual(ids)
    expect(problems).toEqual([])
  })

  it('stores what is waiting when it is closed, and says so of what comes later', async () => {
    const writer = await open()
    const ids = writeMany(writer, 10)
    await writer.close()
    writer.write(sampleRecord({ id: 'late' }))
    expect(await storedIds()).toEqual(ids)
    expect(problems).toEqual([
      {
        kind: 'records-refused',
        message: 'Usage records were not stored: the writer is closed.',
        records: 1,
      },
    ])
  })

  it('sums up what all records written before have spent', async () => {
    const writer = await open()
    const questions = [{ organisation: 'default', key: null, sinceMs: 0 }]
    expect(await writer.sumSpending(questions)).toEqual([0])
    const ids = writeMany(writer, 1_500)
    const [sum = 0] = await writer.sumSpending(questions)
    expect(sum).toBeCloseTo(ids.length * (sampleRecord().costUsd ?? 0), 9)
  })

  it('removes what is too old while it writes', async () => {
    const swept = Promise.withResolvers<Swept>()
    const writer = await open({ onSwept: (found) => swept.resolve(found) })
    const now = Date.UTC(2026, 10, 20)
    for (let n = 0; n < 30; n++) writer.write(sampleRecord({ id: `old-${n}`, at: now - 40 * 86_400_000 }))
    await writer.flush()
    writer.sweep(cutoffsOf({ usageDays: 30, eventsDays: 30, rollupDays: 30, configVersions: 30 }, now))
    writer.write(sampleRecord({ id: 'new', at: now }))
    const { removed, failure } = await swept.promise
    expect(failure).toBeNull()
    expect(removed).toBeGreaterThan(0)
    await writer.flush()
    expect(await storedIds()).toEqual(['new'])
    expect(problems).toEqual([])
  })

  it('starts its thread anew when it dies, and sends again what was not acknowledged', async () => {
    const started = once(process, 'worker')
    const writer = await open()
    const [thread] = (await started) as [Worker]
    writeMany(writer, 5)
    await writer.flush()
    const ids = writeMany(writer, 2_000)
    const flushed = writer.flush()
    await thread.terminate()
    await flushed
    expect(await storedIds()).toEqual(ids)
    expect(problems[0]?.message).toContain('has died')
  })

  it('reports a record that cannot be stored, and stores those beside it', async () => {
    const writer = await open()
    writer.write(sampleRecord({ id: 'first' }))
    writer.write(sampleRecord({ id: 'unfit', totalMs: Number.NaN }))
    writer.write(sampleRecord({ id: 'last' }))
    await writer.flush()
    expect(await storedIds()).toEqual(['first', 'last'])
    expect(problems).toMatchObject([{ kind: 'records-refused', records: 1 }])
  })

  it('never throws, whatever is written and whatever the listener does', async () => {
    const cyclic: Record<string, unknown> = {}
    cyclic['self'] = cyclic
    const writer = await open({
      onProblem: () => {
        throw new Error('the listener fails')
      },
    })
    writer.write(sampleRecord({ routing: cyclic as unknown as UsageRecord['routing'] }))
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), oddMember, (whole, odd) => {
        writer.write(whole as UsageRecord)
        writer.write(sampleRecord(odd))
      }),
      { numRuns: 40 },
    )
    writer.write(sampleRecord({ id: 'good' }))
    await writer.flush()
    expect(await storedIds()).toContain('good')
  })

  it('keeps what it has acknowledged when the process is killed while it writes', async () => {
    const child = `
      import { writeSync } from 'node:fs'
      import { openRecordWriter } from ${JSON.stringify(import.meta.resolve('./record-writer.ts'))}
      import { sampleRecord } from ${JSON.stringify(import.meta.resolve('./sample-record.ts'))}
      const writer = await openRecordWriter({ url: ${JSON.stringify(url)}, onProblem: console.error })
      let n = 0
      setInterval(() => {
        for (let i = 0; i < 4; i++) writer.write(sampleRecord({ id: 'request-' + n++ }))
      }, 2)
      for (;;) {
        const written = n
        await writer.flush()
        writeSync(1, written + '\\n')
        await new Promise((resolve) => setTimeout(resolve, 1))
      }`
    const process_ = spawn(process.execPath, ['--input-type=module', '--eval', child], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let acknowledged = 0
    for await (const line of createInterface(process_.stdout)) {
      acknowledged = Number(line)
      if (acknowledged > 500) process_.kill('SIGKILL')
    }
    expect(acknowledged).toBeGreaterThan(500)
    const stored = new Set(await storedIds())
    const due = Array.from({ length: acknowledged }, (_, n) => `request-${n}`)
    expect(due.filter((id) => !stored.has(id))).toEqual([])
  })
})

describe('the writer of usage records in a SQLite file', () => {
  let directory: string
  let path: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'store-'))
    path = join(directory, 'backstay.db')
    url = `sqlite:${path}`
  })
  afterEach(async () => {
    await Promise.all(writers.splice(0).map((writer) => writer.close()))
    rmSync(directory, { recursive: true })
  })

  it('hands records over of its own accord', async () => {
    const writer = await open()
    const worker = once(process, 'worker')
    const second = await openRecordWriter({ url, onProblem: () => {} })
    const [thread] = (await worker) as [Worker]
    const messages = on(thread, 'message') as AsyncIterable<[FromThread]>
    second.write(sampleRecord({ id: 'alone' }))
    for await (const [{ kind }] of messages) if (kind === 'stored') break
    expect(await storedIds()).toEqual(['alone'])
    await second.close()
    await writer.flush()
  })

  it('cannot say what was spent while the store cannot be used', async () => {
    mkdirSync(path)
    const writer = await open()
    await expect(writer.sumSpending([])).rejects.toThrow('cannot be opened')
  })

  it('keeps records through an outage of the store and replays them in order', async () => {
    mkdirSync(path)
    const writer = await open()
    const ids = writeMany(writer, 1_500)
    expect((await problemOf('store-failing')).message).toContain('cannot be opened')
    rmdirSync(path)
    await writer.flush()
    expect(await storedIds()).toEqual(ids)
    expect(problems.map((problem) => problem.kind)).toEqual(['store-failing', 'store-recovered'])
  })

  it('goes on in a new store when the directory is taken away and put back', async () => {
    path = join(directory, 'sub', 'backstay.db')
    url = `sqlite:${path}`
    mkdirSync(join(directory, 'sub'))
    const writer = await open()
    writer.write(sampleRecord({ id: 'before' }))
    await writer.flush()
    rmSync(join(directory, 'sub'), { recursive: true })
    writer.write(sampleRecord({ id: 'during' }))
    await problemOf('store-failing')
    mkdirSync(join(directory, 'sub'))
    await writer.flush()
    expect(await storedIds()).toEqual(['during'])
  })

  it('drops the oldest records beyond the limit, and counts them', async () => {
    mkdirSync(path)
    const writer = await open({ maxPending: 10 })
    const ids = writeMany(writer, 25)
    await problemOf('records-dropped')
    rmdirSync(path)
    await writer.flush()
    expect(await storedIds()).toEqual(ids.slice(-10))
    const dropped = problems.filter((problem) => problem.kind === 'records-dropped')
    expect(dropped.reduce((sum, problem) => sum + problem.records, 0)).toBe(15)
  })

  it('gives up a store that fails on when it is closed, and says how much was lost', async () => {
    mkdirSync(path)
    const writer = await open({ drainMs: 0 })
    writeMany(writer, 7)
    await writer.close()
    expect(problems.at(-1)).toMatchObject({ kind: 'records-dropped', records: 7 })
  })

  it('refuses a URL that names no store', async () => {
    await expect(open({ url: 'mysql://app:s3cret@db/backstay' })).rejects.toThrow('mysql: is not supported')
  })
})
