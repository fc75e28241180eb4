import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AttemptRecord, UsageRecord } from '#domain/record'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { readableStore } from './readable-store.ts'
import { recordInserter } from './record-inserter.ts'
import type { RollupSpan } from './rollup-columns.ts'
import { ROLLUP_SPANS_MS } from './rollup-columns.ts'
import { sampleRecord } from './sample-record.ts'
import { storeLocation } from './store-location.ts'
import type { UsageSummary, UsageSummaryFilter } from './usage-summary.ts'
import { usageSummary } from './usage-summary.ts'
import { rowOf } from './usage-row.ts'
import { everyRecordOf } from './which-records.ts'

const NOON = Date.UTC(2026, 10, 20, 12)
const HOUR_MS = 3_600_000
const EVERYTHING: UsageSummaryFilter = {
  ...everyRecordOf('default'),
  span: '1h',
  from: NOON - 24 * HOUR_MS,
  to: NOON + 24 * HOUR_MS,
}

const { routing } = sampleRecord()
const plain = (id: string, more: Partial<UsageRecord> = {}): UsageRecord =>
  sampleRecord({ id, at: NOON, routing: { ...routing, attempts: [], fallbacks: [] }, ...more })

describe.each(await testStores())('usage summed up, on $name', ({ make }) => {
  let store: TestStore
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    return undefined
  })
  afterEach(() => store.remove())

  async function insert(...batches: readonly (readonly UsageRecord[])[]): Promise<void> {
    const inserter = recordInserter(storeLocation(store.url))
    for (const records of batches) await inserter.insert({ usage_records: records.map(rowOf) })
    await inserter.close()
  }

  async function summary(filter: Partial<UsageSummaryFilter> = {}): Promise<UsageSummary> {
    const readable = readableStore(storeLocation(store.url))
    const found = await usageSummary(await readable.current(), { ...EVERYTHING, ...filter })
    await readable.close()
    return found
  }

  it('is nothing where there is nothing', async () => {
    await insert([])
    const found = await summary()
    expect(found).toMatchObject({
      series: [],
      outcomes: [],
      models: [],
      keys: [],
      fallbacks: [],
      attempts: [],
    })
    expect(found.totals).toMatchObject({ requests: 0, failed: 0, costUsd: 0 })
    expect(found.ttftMs).toEqual({ count: 0, p50: null, p90: null, p95: null, p99: null })
  })

  it('has totals, a series, outcomes, and figures by model, provider, deployment and key', async () => {
    await insert([
      plain('a', { costUsd: 1, wastedCostUsd: 0.5 }),
      plain('b', { at: NOON + HOUR_MS, key: 'other', costUsd: 2 }),
      plain('c', {
        at: NOON + HOUR_MS,
        costUsd: null,
        status: 502,
        errorClass: 'overloaded',
        provider: null,
      }),
      plain('d', { status: 499, costUsd: 4, requestedModel: 'claude-sonnet' }),
      plain('e', { organisation: 'another', costUsd: 8 }),
      plain('f', { at: NOON - 48 * HOUR_MS, costUsd: 16 }),
    ])
    const found = await summary()
    const { tokens } = sampleRecord()
    expect(found.totals).toEqual({
      requests: 4,
      failed: 2,
      abandoned: 1,
      moved: 0,
      inputTokens: tokens.input * 4,
      cachedInputTokens: tokens.cachedInput * 4,
      cacheWriteTokens: tokens.cacheWrite * 4,
      outputTokens: tokens.output * 4,
      reasoningTokens: tokens.reasoning * 4,
      costUsd: 7,
      wastedCostUsd: 0.5,
      unpriced: 1,
    })
    expect(found.series.map(({ at, requests }) => [at, requests])).toEqual([
      [NOON, 2],
      [NOON + HOUR_MS, 2],
    ])
    expect(found.outcomes.map(({ status, errorClass, requests }) => [status, errorClass, requests])).toEqual(
      expect.arrayContaining([
        [200, null, 2],
        [502, 'overloaded', 1],
        [499, null, 1],
      ]),
    )
    const names = (list: UsageSummary['models']) => list.map(({ name, requests }) => [name, requests])
    expect(names(found.models)).toEqual([
      ['gpt-4o', 3],
      ['claude-sonnet', 1],
    ])
    expect(names(found.providers)).toEqual([
      ['anthropic', 3],
      ['', 1],
    ])
    expect(names(found.deployments)).toEqual([['claude-sonnet/anthropic', 4]])
    expect(names(found.keys)).toEqual([
      ['app', 3],
      ['other', 1],
    ])
  })

  it('counts attempts by provider: who failed for another one too, but not what the client broke', async () => {
    const [failed] = routing.attempts as [AttemptRecord]
    const attempt = (more: Partial<AttemptRecord>): AttemptRecord => ({ ...failed, ...more })
    const tried = (id: string, ...attempts: readonly AttemptRecord[]) =>
      sampleRecord({ id, at: NOON, routing: { ...routing, attempts } })
    const answer = { outcome: 'answered', errorClass: null, action: 'answer' } as const
    await insert([
      tried('moved', failed, attempt({ n: 2, provider: 'anthropic', deployment: 'c/anthropic', ...answer })),
      tried('only', attempt({ ...answer, provider: 'anthropic', deployment: 'claude-sonnet/anthropic' })),
      tried('gone', attempt({ outcome: 'aborted', errorClass: null })),
      tried('wrong', attempt({ errorClass: 'invalid_request' })),
      tried('broken', attempt({ outcome: 'broken', errorClass: 'stream_interrupted' })),
    ])
    expect((await summary()).attempts).toEqual([
      { provider: 'openai', attempts: 3, failed: 2 },
      { provider: 'anthropic', attempts: 2, failed: 0 },
    ])
    expect((await summary({ deployment: 'c/anthropic' })).attempts).toEqual([
      { provider: 'anthropic', attempts: 1, failed: 0 },
    ])
    expect((await summary({ from: NOON + 2 * HOUR_MS })).attempts).toEqual([])
  })

  it('knows why requests moved whose first attempt was at another place already', async () => {
    const [failed] = routing.attempts as [AttemptRecord]
    const { provider, deployment, tokens, ttftMs } = sampleRecord()
    const answer = {
      ...failed,
      provider: provider ?? '',
      deployment: deployment ?? '',
      modelName: 'claude-sonnet',
      outcome: 'answered',
      errorClass: null,
      action: 'answer',
      reason: 'answered',
      status: 200,
      tokens,
      ttftMs,
    } as const satisfies AttemptRecord
    const record = sampleRecord({
      id: 'skipped',
      at: NOON,
      tokens,
      routing: { ...routing, attempts: [answer] },
    })
    expect(rowOf(record)).toContainEqual(expect.stringContaining('"answered":['))
    await insert([record])
    const found = await summary()
    expect(found.fallbacks).toEqual([{ reason: 'overloaded', moves: 1 }])
    expect(found.attempts).toEqual([{ provider: 'anthropic', attempts: 1, failed: 0 }])
  })

  it('is of what is asked for', async () => {
    await insert([
      plain('a'),
      plain('b', { key: 'other' }),
      plain('c', { status: 502, errorClass: 'overloaded', servedModel: null }),
      plain('d', { probe: true, provider: 'openai', deployment: 'gpt-4o/openai' }),
      sampleRecord({ id: 'e', at: NOON }),
    ])
    const requests = async (filter: Partial<UsageSummaryFilter>) => (await summary(filter)).totals.requests
    expect(await requests({ key: 'other' })).toBe(1)
    expect(await requests({ model: 'gpt-4o' })).toBe(5)
    expect(await requests({ model: 'claude-sonnet' })).toBe(4)
    expect(await requests({ provider: 'openai' })).toBe(1)
    expect(await requests({ deployment: 'gpt-4o/openai' })).toBe(1)
    expect(await requests({ status: 502 })).toBe(1)
    expect(await requests({ errorClass: 'overloaded' })).toBe(1)
    expect(await requests({ failed: true })).toBe(1)
    expect(await requests({ failed: false })).toBe(4)
    expect(await requests({ moved: true })).toBe(1)
    expect(await requests({ probe: false })).toBe(4)
    expect(await requests({ organisation: 'another' })).toBe(0)
    expect((await summary({ moved: true, key: 'app' })).fallbacks).toEqual([
      { reason: 'overloaded', moves: 1 },
    ])
  })

  it('counts a record once, though its batch may be sent twice', async () => {
    const moved = sampleRecord({ id: 'moved', at: NOON })
    await insert([plain('a'), moved], [plain('a'), moved, plain('b')])
    const found = await summary()
    expect(found.totals.requests).toBe(3)
    expect(found.fallbacks).toEqual([{ reason: 'overloaded', moves: 1 }])
  })

  it('knows how long it took to the first token, and from a failure to the next attempt', async () => {
    const [failed] = routing.attempts as [AttemptRecord]
    const next: AttemptRecord = {
      ...failed,
      n: 2,
      outcome: 'answered',
      action: 'answer',
      startedAt: failed.startedAt + failed.totalMs + 4,
    }
    const moved = sampleRecord({
      id: 'm',
      at: NOON,
      ttftMs: null,
      routing: { ...routing, attempts: [failed, next] },
    })
    await insert([
      moved,
      ...Array.from({ length: 99 }, (_, n) => plain(`p${n}`, { ttftMs: n < 95 ? 120 : 4_000 })),
    ])
    const { ttftMs, switchMs } = await summary()
    expect(ttftMs.count).toBe(99)
    expect(ttftMs.p50).toBeGreaterThan(100)
    expect(ttftMs.p50).toBeLessThanOrEqual(150)
    expect(ttftMs.p99).toBeGreaterThan(3_500)
    expect(switchMs.count).toBe(1)
    expect(switchMs.p50).toBeGreaterThan(2)
    expect(switchMs.p50).toBeLessThanOrEqual(5)
  })

  it('is over every span what the records themselves add up to', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            key: fc.constantFrom('app', 'other'),
            status: fc.constantFrom(200, 429, 499, 502),
            cents: fc.option(fc.nat(500)),
            ttftMs: fc.option(fc.double({ min: 0, max: 60_000, noNaN: true })),
            at: fc.integer({ min: NOON - 5 * HOUR_MS, max: NOON + 5 * HOUR_MS }),
          }),
          { maxLength: 40 },
        ),
        async (made) => {
          await store.remove()
          store = (await make?.()) ?? store
          const records = made.map(({ cents, ...more }, n) =>
            plain(`r${n}`, { ...more, costUsd: cents === null ? null : cents / 100 }),
          )
          await insert(records.slice(0, 7), records.slice(7))
          for (const span of Object.keys(ROLLUP_SPANS_MS) as RollupSpan[]) {
            const { totals, series, ttftMs, from, to } = await summary({
              span,
              from: NOON - HOUR_MS,
              to: NOON + 1,
            })
            const counted = records.filter(({ at }) => at >= from && at < to)
            expect(totals.requests).toBe(counted.length)
            expect(totals.failed).toBe(counted.filter(({ status }) => status >= 400).length)
            expect(totals.unpriced).toBe(counted.filter(({ costUsd }) => costUsd === null).length)
            expect(totals.costUsd).toBeCloseTo(
              counted.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0),
              9,
            )
            expect(ttftMs.count).toBe(counted.filter((one) => one.ttftMs !== null).length)
            expect(series.reduce((sum, { requests }) => sum + requests, 0)).toBe(counted.length)
          }
        },
      ),
      { numRuns: 8 },
    ))
})
