import type { ModelType } from '#domain/model-type'
import type { UsageRecord } from '#domain/record'
import { readRouting, routingText } from './routing-text.ts'
import type { UsageTable } from './schema.ts'
import { StoreError } from './store-error.ts'

/** Columns in the order of a `UsageRow`. */
export const USAGE_COLUMNS = [
  'id',
  'at',
  'key',
  'organisation',
  'requested_model',
  'served_model',
  'provider',
  'deployment',
  'type',
  'dialect',
  'streamed',
  'status',
  'error_class',
  'input_tokens',
  'cached_input_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
  'tokens_estimated',
  'cost_usd',
  'wasted_cost_usd',
  'ttft_ms',
  'total_ms',
  'overhead_ms',
  'config_version',
  'routing',
  'fallbacks',
  'probe',
] as const satisfies readonly (keyof UsageTable)[]

const TEXT: ReadonlySet<string> = new Set([
  'id',
  'key',
  'organisation',
  'requested_model',
  'served_model',
  'provider',
  'deployment',
  'type',
  'dialect',
  'error_class',
  'config_version',
  'routing',
])
const KINDS = USAGE_COLUMNS.map((name) => (TEXT.has(name) ? 'string' : 'number'))

/** One record as values in the order of `USAGE_COLUMNS`: the cheapest form to hand to a thread and to bind. */
export type UsageRow = readonly (string | number | null)[]

/** @throws TypeError - when a member is nothing that a column can hold, which only a bug elsewhere brings about. */
export function rowOf(record: UsageRecord): UsageRow {
  const { tokens } = record
  const row: UsageRow = [
    record.id,
    record.at,
    record.key,
    record.organisation,
    record.requestedModel,
    record.servedModel,
    record.provider,
    record.deployment,
    record.type,
    record.dialect,
    record.streamed ? 1 : 0,
    record.status,
    record.errorClass,
    tokens.input,
    tokens.cachedInput,
    tokens.cacheWrite,
    tokens.output,
    tokens.reasoning,
    tokens.estimated ? 1 : 0,
    record.costUsd,
    record.wastedCostUsd,
    record.ttftMs,
    record.totalMs,
    record.overheadMs,
    record.configVersion,
    routingText(record),
    record.routing.fallbacks.length,
    record.probe ? 1 : 0,
  ]
  for (let column = 0; column < row.length; column += 1) {
    const cell = row[column]
    // SQLite takes text where a number belongs, and then cannot add it up.
    if (cell !== null && typeof cell !== KINDS[column]) {
      throw new TypeError(`Column ${USAGE_COLUMNS[column]} cannot hold ${typeof cell}.`)
    }
  }
  return row
}

/** @throws StoreError - when the row has been changed into something that is no record. */
export function recordOf(row: UsageTable): UsageRecord {
  return {
    id: row.id,
    at: row.at,
    key: row.key,
    organisation: row.organisation,
    requestedModel: row.requested_model,
    servedModel: row.served_model,
    provider: row.provider,
    deployment: row.deployment,
    type: row.type as ModelType,
    dialect: row.dialect,
    streamed: row.streamed === 1,
    status: row.status,
    errorClass: row.error_class,
    tokens: {
      input: row.input_tokens,
      cachedInput: row.cached_input_tokens,
      cacheWrite: row.cache_write_tokens,
      output: row.output_tokens,
      reasoning: row.reasoning_tokens,
      estimated: row.tokens_estimated === 1,
    },
    costUsd: row.cost_usd,
    wastedCostUsd: row.wasted_cost_usd,
    ttftMs: row.ttft_ms,
    totalMs: row.total_ms,
    overheadMs: row.overhead_ms,
    configVersion: row.config_version,
    probe: row.probe === 1,
    routing: routingOf(row),
  }
}

function routingOf(row: UsageTable): UsageRecord['routing'] {
  try {
    return readRouting(row)
  } catch (error) {
    throw new StoreError(
      `Column routing of usage record ${row.id} is not JSON; it was changed after it was written.`,
      { cause: error },
    )
  }
}
