import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AttemptRecord, UsageRecord } from '#domain/record'
import { sampleRecord } from '#store/sample-record'
import { RequestCounts } from './request-counts.ts'

const attempt = (deployment: string, more: Partial<AttemptRecord> = {}): AttemptRecord => ({
  n: 1,
  modelName: 'm',
  deployment,
  provider: 'p',
  region: null,
  status: 200,
  outcome: 'answered',
  errorClass: null,
  action: 'answer',
  reason: 'answered',
  startedAt: 0,
  ttftMs: 1,
  totalMs: 2,
  tokens: null,
  ...more,
})
const FAILED = { outcome: 'failed', errorClass: 'overloaded', action: 'next_model' } as const

function record(attempts: AttemptRecord[], more: Partial<UsageRecord> = {}): UsageRecord {
  const sample = sampleRecord({ servedModel: 'm', provider: 'p', deployment: 'm/p', ...more })
  const fallbacks = attempts.filter(({ action }) => action === 'next_model').map(() => 'overloaded')
  return { ...sample, routing: { ...sample.routing, attempts, fallbacks } }
}

describe('the counts of requests', () => {
  it('add up what requests used, by place and by what became of them', () => {
    const counts = new RequestCounts()
    counts.observe(record([attempt('m/p')], { ttftMs: 7, totalMs: 40, costUsd: 0.5, overheadMs: 0.3 }))
    counts.observe(record([attempt('a/q', FAILED), attempt('m/p')], { ttftMs: 3_000, totalMs: 200_000 }))
    counts.observe(record([attempt('m/p')], { errorClass: 'refusal' }))
    const none = { servedModel: null, provider: null, deployment: null, ttftMs: null, costUsd: null }
    counts.observe(record([], { ...none, status: 429, errorClass: 'no_capacity' }))
    counts.refused('invalid_key')
    const { places, attempts, fallbacks, refused, overhead } = counts.read()
    const [served, refusal] = places

    expect(places).toHaveLength(2)
    expect(served).toMatchObject({ model: 'm', provider: 'p', probe: false })
    expect(served?.outcomes).toEqual([
      { status: 200, class: '', count: 2 },
      { status: 200, class: 'refusal', count: 1 },
    ])
    expect(served?.tokens).toEqual({ input: 3_600, cachedInput: 3_000, output: 963, reasoning: 36 })
    expect(served?.costUsd).toBeCloseTo(0.5 + 2 * 0.001_234_567_89)
    expect(served?.firstToken).toMatchObject({ count: 3 })
    expect(served?.total.counts[served.total.bounds.indexOf(50)]).toBe(1)
    expect(served?.total.counts.length).toBe(served?.total.bounds.length)
    expect(refusal?.outcomes).toEqual([{ status: 429, class: 'no_capacity', count: 1 }])
    expect(attempts).toEqual([
      { deployment: 'm/p', provider: 'p', outcome: 'answered', class: '', count: 2 },
      { deployment: 'a/q', provider: 'p', outcome: 'failed', class: 'overloaded', count: 1 },
      { deployment: 'm/p', provider: 'p', outcome: 'answered', class: '', count: 1 },
    ])
    expect([...fallbacks]).toEqual([['overloaded', 1]])
    expect([...refused]).toEqual([['invalid_key', 1]])
    expect(overhead.count).toBe(4)
  })

  it('keep probes apart', () => {
    const counts = new RequestCounts()
    counts.observe(record([attempt('m/p')]))
    counts.observe(record([attempt('m/p')], { probe: true, costUsd: 1 }))
    const { places, overhead } = counts.read()
    expect(places.map(({ probe }) => probe)).toEqual([false, true])
    expect(overhead.count).toBe(1)
  })

  it('take bounded room, whatever names clients think of', () => {
    const counts = new RequestCounts()
    const none = { servedModel: null, provider: null, deployment: null, status: 404 }
    for (let n = 0; n < 5_000; n++) counts.observe(record([], { ...none, requestedModel: `model-${n}` }))
    const { places } = counts.read()
    expect(places).toHaveLength(2_001)
    expect(places.at(-1)).toMatchObject({ model: '(other)', outcomes: [{ count: 3_000 }] })
  })

  it('count every attempt exactly once, however a request went', () => {
    const one = fc.constantFrom(
      attempt('a/p'),
      attempt('b/p'),
      attempt('a/p', FAILED),
      attempt('b/p', FAILED),
    )
    const property = fc.property(fc.array(fc.array(one, { maxLength: 4 })), (requests) => {
      const counts = new RequestCounts()
      for (const attempts of requests) {
        counts.observe(record(attempts, { deployment: attempts.at(-1)?.deployment ?? null }))
      }
      const total = counts.read().attempts.reduce((sum, { count }) => sum + count, 0)
      expect(total).toBe(requests.flat().length)
    })
    fc.assert(property)
  })
})
