import * as fc from 'fast-check'
import type { UsageRecord } from '#domain/record'

/** None between the largest exact integer and what a column holds: SQLite takes those, and JavaScript cannot read them. */
const FIGURE = fc
  .oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(Number.MAX_VALUE, 1e21, null))
  .filter((figure) => !(Math.abs(figure ?? 0) > Number.MAX_SAFE_INTEGER && Math.abs(figure ?? 0) < 2 ** 63))
const TEXT = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\uD800', null))

/** For tests: one member of a record that holds what it should not. Each may be the one that spoils a whole batch. */
export const oddMember = fc
  .oneof(
    fc.tuple(fc.constantFrom('at', 'status', 'costUsd', 'wastedCostUsd', 'ttftMs', 'totalMs'), FIGURE),
    fc.tuple(fc.constantFrom('id', 'key', 'requestedModel', 'deployment', 'errorClass'), TEXT),
    fc.tuple(fc.constantFrom('key', 'tokens', 'routing'), fc.anything()),
  )
  .map(([member, value]): Partial<UsageRecord> => ({ [member]: value }))
