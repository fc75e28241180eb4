import type { UsageRecord } from '#domain/record'
import type { Verdict } from '../experiment.ts'
import { atMost } from '../experiment.ts'
import type { Sent } from './load.ts'

/** One request, one answer, one record: counted on both sides. */
export function balance(sent: readonly Sent[], records: readonly UsageRecord[]): readonly Verdict[] {
  const written = new Set(records.map(({ id }) => id))
  const lost = sent.filter(({ id, outcome }) => outcome === 'whole' && id !== null && !written.has(id))
  return [
    atMost('answered requests without a record', lost.length, { most: 0, unit: '' }),
    atMost('requests with two records', records.length - written.size, { most: 0, unit: '' }),
  ]
}
