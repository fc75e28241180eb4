import { setImmediate as turnEnds } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import { VirtualClock } from '#simulator/virtual-clock'
import { sampleRecord } from '#store/sample-record'
import { MovedRequests } from './moved-requests.ts'
import { RecordTee } from './record-tee.ts'
import { RequestCounts } from './request-counts.ts'

function fresh() {
  const clock = { nowMs: 0, now: () => clock.nowMs }
  const stored: string[][] = []
  const bugs: unknown[] = []
  const told: string[] = []
  const counts = new RequestCounts()
  const tee = new RecordTee({
    store: { writeAll: (records) => stored.push(records.map(({ id }) => id)) },
    counts,
    moved: new MovedRequests(new VirtualClock(), { tell: ({ kind }) => told.push(kind) }),
    clock,
    onBug: (bug) => bugs.push(bug),
  })
  const requests = (): number => counts.read().overhead.count
  return { clock, stored, bugs, told, tee, requests }
}

const direct = (id: string): UsageRecord => {
  const sample = sampleRecord({ id })
  return { ...sample, routing: { ...sample.routing, fallbacks: [] } }
}

describe('records of one turn', () => {
  it('are stored and counted together at its end', async () => {
    const { tee, stored, requests, told } = fresh()
    tee.write(direct('a'))
    tee.write(sampleRecord({ id: 'b' }))
    expect([stored, requests()]).toEqual([[], 0])
    await turnEnds()
    expect([stored, requests(), told]).toEqual([[['a', 'b']], 2, ['request-moved']])
    tee.write(direct('c'))
    await turnEnds()
    expect(stored).toEqual([['a', 'b'], ['c']])
  })

  it('wait no longer than ten milliseconds of a turn that lasts', () => {
    const { tee, clock, stored } = fresh()
    tee.write(direct('a'))
    clock.nowMs += 10
    tee.write(direct('b'))
    expect(stored).toEqual([])
    clock.nowMs += 1
    tee.write(direct('c'))
    expect(stored).toEqual([['a', 'b', 'c']])
  })

  it('are stored though one of them cannot be counted, which is told', async () => {
    const { tee, stored, bugs, requests } = fresh()
    tee.write({ ...direct('odd'), routing: null as unknown as UsageRecord['routing'] })
    tee.write(direct('a'))
    await turnEnds()
    expect(stored).toEqual([['odd', 'a']])
    expect(bugs).toHaveLength(1)
    expect(requests()).toBeGreaterThan(0)
  })
})
