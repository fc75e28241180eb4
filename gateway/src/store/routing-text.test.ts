import { describe, expect, it } from 'vitest'
import type { UsageRecord } from '#domain/record'
import { sampleRecord } from './sample-record.ts'
import type { UsageRow } from './usage-row.ts'
import { recordOf, rowOf, USAGE_COLUMNS } from './usage-row.ts'
import type { UsageTable } from './schema.ts'

const plain = plainRecord({})

function plainRecord(changes: Partial<UsageRecord>): UsageRecord {
  const base = sampleRecord()
  const attempt = {
    n: 1,
    modelName: 'claude-sonnet',
    deployment: 'claude-sonnet/anthropic',
    provider: 'anthropic',
    region: 'eu',
    status: 200,
    outcome: 'answered' as const,
    errorClass: null,
    action: 'answer' as const,
    reason: 'answered',
    startedAt: 1_795_000_000_001,
    ttftMs: 12.5,
    totalMs: 45.625,
    tokens: base.tokens,
  }
  const routing = {
    strategy: 'failover',
    source: { candidates: 'file' as const },
    attempts: [attempt],
    skipped: [],
    fallbacks: [],
    warnings: [],
  }
  return { ...base, routing, ...changes }
}

function tableRow(row: UsageRow): UsageTable {
  return Object.fromEntries(USAGE_COLUMNS.map((name, index) => [name, row[index]])) as unknown as UsageTable
}

describe('The routing of a record', () => {
  it('comes back as it was, whichever form it was kept in', () => {
    const [attempt] = plain.routing.attempts
    if (attempt === undefined) throw new Error('the sample has an attempt')
    const variants: UsageRecord['routing'][] = [
      plain.routing,
      sampleRecord().routing,
      { ...plain.routing, skipped: [{ deployment: 'x', reason: 'full' }] },
      { ...plain.routing, warnings: ['listed'] },
      { ...plain.routing, fallbacks: ['timeout'] },
      {
        ...plain.routing,
        skipped: [{ deployment: 'a "quoted"\nlabel', reason: 'put last: open after timeout' }],
        fallbacks: ['timeout', 'rate_limit'],
        warnings: ['one', 'two'],
      },
      { ...plain.routing, attempts: [] },
      { ...plain.routing, attempts: [attempt, { ...attempt, n: 2 }] },
      { ...plain.routing, attempts: [{ ...attempt, region: 'a "quoted"\nregion' }] },
      { ...plain.routing, attempts: [{ ...attempt, ttftMs: null, region: null }] },
      { ...plain.routing, attempts: [{ ...attempt, modelName: 'another' }] },
      { ...plain.routing, attempts: [{ ...attempt, tokens: null }] },
      { ...plain.routing, attempts: [{ ...attempt, errorClass: 'refusal' }] },
      { ...plain.routing, attempts: [{ ...attempt, outcome: 'broken' }] },
      { ...plain.routing, strategy: 'round_robin' },
    ]
    for (const routing of variants) {
      const record = { ...plain, routing }
      expect(recordOf(tableRow(rowOf(record)))).toEqual(record)
    }
  })

  it('takes little room where the first attempt answered', () => {
    expect(tableRow(rowOf(plain)).routing.length).toBeLessThan(JSON.stringify(plain.routing).length / 3)
  })

  it('takes hardly more where another deployment was passed over', () => {
    const skipped = [{ deployment: 'x', reason: 'put last: open after server_error' }]
    const { routing } = tableRow(rowOf({ ...plain, routing: { ...plain.routing, skipped } }))
    const plainly = tableRow(rowOf(plain)).routing
    expect(routing.length - plainly.length).toBe(`,"skipped":${JSON.stringify(skipped)}`.length)
  })
})
