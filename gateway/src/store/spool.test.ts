import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turnEnds } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleRecord } from './sample-record.ts'
import { Spool } from './spool.ts'
import { SpoolLines } from './spool-line.ts'
import { rowOf } from './usage-row.ts'

let folder: string
let failures: string[]
let nowMs: number

function open(maxBytes = 10_000_000): Spool {
  const spool = new Spool({ maxBytes, now: () => nowMs, onFailure: (message) => failures.push(message) })
  spool.begin(folder)
  return spool
}

const row = (id: string, requestedModel = 'gpt-4o'): string =>
  JSON.stringify(rowOf(sampleRecord({ id, requestedModel })))

/** Ids in the files, in their order. */
function idsInFiles(): unknown[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\n')
      return new SpoolLines().batch(lines).usage_records ?? []
    })
    .map(([id]) => id)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'))
  failures = []
  nowMs = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('rows that wait in files', () => {
  it('are with the operating system when the turn of the event loop ends in which they came', async () => {
    const spool = open()
    spool.add('usage_records', row('a'))
    spool.add('usage_records', row('b'))
    expect(idsInFiles()).toEqual([])
    await turnEnds()
    expect(idsInFiles()).toEqual(['a', 'b'])
    spool.close()
  })

  it('wait no longer than ten milliseconds by the clock for those that come in the same turn', () => {
    const spool = open()
    spool.add('usage_records', row('a'))
    nowMs += 10
    spool.add('usage_records', row('b'))
    expect(idsInFiles()).toEqual([])
    nowMs += 1
    spool.add('usage_records', row('c'))
    expect(idsInFiles()).toEqual(['a', 'b', 'c'])
    spool.close()
  })

  it('leave no file when they are stored, and stay where they are not', () => {
    const stored = open()
    stored.add('usage_records', row('a'))
    stored.settle({ usage_records: 1 })
    expect(stored.close()).toBe(0)
    expect(readdirSync(folder)).toEqual([])
    const unstored = open()
    unstored.add('usage_records', row('b'))
    unstored.add('usage_records', row('c'))
    unstored.settle({ usage_records: 1 })
    expect(unstored.close()).toBe(1)
    expect(idsInFiles()).toEqual(['b', 'c'])
  })

  it('are removed file by file, in the order in which they came', async () => {
    const spool = open(100_000_000)
    const large = row('large', 'x'.repeat(1_500_000))
    for (let n = 0; n < 9; n++) {
      spool.add('usage_records', large)
      spool.flush()
    }
    expect(readdirSync(folder)).toHaveLength(4)
    spool.settle({ usage_records: 5 })
    await removed(3)
    spool.settle({ usage_records: 3 })
    await removed(2)
    expect(spool.close()).toBe(1)
  })

  it('take no more room than they may, and the disk is tried again a second later', async () => {
    const spool = open(100_000)
    const bigRow = row('big', 'x'.repeat(40_000))
    for (let n = 0; n < 5; n++) {
      spool.add('usage_records', bigRow)
      spool.flush()
    }
    expect(failures).toEqual(['the 100000 bytes that it may have are full'])
    expect(idsInFiles()).toHaveLength(2)
    spool.settle({ usage_records: 5 })
    nowMs += 1_000
    spool.add('usage_records', row('later'))
    await turnEnds()
    expect(idsInFiles()).toContain('later')
    spool.close()
  })

  it('are counted where only the files have them, and read from the oldest on', () => {
    const spool = open()
    spool.add('usage_records', row('memory'))
    expect(spool.standAlone()).toBe(true)
    expect([spool.addAlone('usage_records', row('a')), spool.addAlone('events', '[]')]).toEqual([true, true])
    expect([spool.alone, spool.aloneRows]).toEqual([true, 2])
    expect(spool.oldestAlone(false)).toBeNull()
    spool.settle({ usage_records: 1 })
    const path = spool.oldestAlone(true) ?? ''
    expect(readFileSync(path, 'utf8')).toContain('\nevents []\n')
    expect(spool.alone).toBe(false)
    expect(spool.settleFile(path)).toBe(2)
    expect(spool.close()).toBe(0)
  })

  it('are read in the columns of the version that reads them, without lines that broke off', () => {
    const reader = new SpoolLines()
    const header = JSON.stringify({ usage_records: [], feedback: ['score', 'gone', 'id'], events: [] })
    const lines = [header, 'feedback [5,"x","f1"]', 'nonsense [1]', 'feedback [4,"x","f', '', 'feedback null']
    expect(reader.batch(lines)).toEqual({ feedback: [['f1', null, null, null, null, 5, null]] })
  })
})

async function removed(left: number): Promise<void> {
  while (readdirSync(folder).length !== left) await turnEnds()
}
