import type { ExpressionBuilder, Kysely, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import type { RollupSpan, TimeMeasure } from './rollup-columns.ts'
import { classColumns, ROLLUP_FIGURES, ROLLUP_SPANS_MS } from './rollup-columns.ts'
import type { StoreSchema } from './schema.ts'
import type { Percentiles } from './percentiles.ts'
import { percentilesOf } from './percentiles.ts'
import type { WhichRecords } from './which-records.ts'
import { FIRST_ERROR_STATUS } from './which-records.ts'

/** Most names in a breakdown: those with the most requests. */
const MAX_NAMES = 100

/** Which requests are summed up. */
export interface UsageSummaryFilter extends WhichRecords {
  readonly span: RollupSpan
  /** Inclusive, milliseconds since the Unix epoch; counted from the beginning of its span. */
  readonly from: number
  /** Exclusive; counted to the end of its span. */
  readonly to: number
}

/** What was summed up. */
export interface UsageFigures {
  readonly requests: number
  /** Answered with an error, by the status; whoever hung up first is not among them. */
  readonly failed: number
  /** Whoever hung up first. */
  readonly abandoned: number
  readonly moved: number
  readonly inputTokens: number
  readonly cachedInputTokens: number
  readonly cacheWriteTokens: number
  readonly outputTokens: number
  readonly reasoningTokens: number
  readonly costUsd: number
  readonly wastedCostUsd: number
  /** Requests whose cost is not known. */
  readonly unpriced: number
}

export interface NamedFigures extends UsageFigures {
  /** Empty: none, such as the provider of a request that nobody answered. */
  readonly name: string
}

export interface UsageSummary {
  /** Of the first span. */
  readonly from: number
  /** End of the last span. */
  readonly to: number
  readonly span: RollupSpan
  readonly totals: UsageFigures
  /** Spans in which there was something, oldest first. */
  readonly series: readonly (UsageFigures & { readonly at: number })[]
  readonly outcomes: readonly {
    readonly status: number
    readonly errorClass: string | null
    readonly requests: number
  }[]
  readonly models: readonly NamedFigures[]
  readonly providers: readonly NamedFigures[]
  readonly deployments: readonly NamedFigures[]
  readonly keys: readonly NamedFigures[]
  /** Moves by the reason. */
  readonly fallbacks: readonly { readonly reason: string; readonly moves: number }[]
  /** What providers answered of what they were asked, whatever became of the requests. */
  readonly attempts: readonly ProviderAttempts[]
  readonly ttftMs: Percentiles
  /** From the failure to the beginning of the attempt that it led to. */
  readonly switchMs: Percentiles
}

export interface ProviderAttempts {
  readonly provider: string
  readonly attempts: number
  /** Through the fault of the provider. */
  readonly failed: number
}

type Tables = Pick<StoreSchema, 'usage_rollups' | 'fallback_rollups'>
type Rollup = keyof Tables

/** Sums up what the roll-ups hold: as much to read for a million records as for a thousand. */
export async function usageSummary(
  db: Kysely<StoreSchema>,
  filter: UsageSummaryFilter,
): Promise<UsageSummary> {
  const spanMs = ROLLUP_SPANS_MS[filter.span]
  const from = Math.floor(filter.from / spanMs) * spanMs
  const to = Math.ceil(filter.to / spanMs) * spanMs
  const rows = usageOf(db, { ...filter, from, to })
  const spans = await rows
    .select(['start', ...figures(), ...classes('ttft'), ...classes('switch')])
    .groupBy('start')
    .orderBy('start')
    .execute()
  // Everything else comes of one more pass: there are far fewer of these than of what they are made of.
  const kinds = await rows
    .select([...KINDS, ...figures()])
    .groupBy(KINDS)
    .execute()
  return {
    from,
    to,
    span: filter.span,
    totals: addedUp(spans),
    series: spans.map((row) => ({ at: row.start, ...figuresOf(row) })),
    outcomes: outcomesOf(kinds as unknown as readonly Outcome[]),
    models: byName(kinds, 'requested_model'),
    providers: byName(kinds, 'provider'),
    deployments: byName(kinds, 'deployment'),
    keys: byName(kinds, 'key'),
    fallbacks: await fallbacksOf(db, { ...filter, from, to }),
    attempts: await attemptsOf(db, { ...filter, from, to }),
    ttftMs: percentilesOf(countsOf(spans, 'ttft')),
    switchMs: percentilesOf(countsOf(spans, 'switch')),
  }
}

type UsageRows = SelectQueryBuilder<StoreSchema, 'usage_rollups', object>

function usageOf(db: Kysely<StoreSchema>, filter: UsageSummaryFilter): UsageRows {
  return db.selectFrom('usage_rollups').where((row) => matching(row, filter))
}

async function fallbacksOf(
  db: Kysely<StoreSchema>,
  filter: UsageSummaryFilter,
): Promise<UsageSummary['fallbacks']> {
  return db
    .selectFrom('fallback_rollups')
    .where((row) => matching(row, filter))
    .select(['reason', sql<number>`sum(moves)`.as('moves')])
    .groupBy('reason')
    .orderBy('moves', 'desc')
    .execute()
}

/** By provider, deployment and probe only: attempts are not told apart by what the client asked for or got. */
async function attemptsOf(
  db: Kysely<StoreSchema>,
  { organisation, span, from, to, provider, deployment, probe }: UsageSummaryFilter,
): Promise<readonly ProviderAttempts[]> {
  let rows = db
    .selectFrom('attempt_rollups')
    .where('organisation', '=', organisation)
    .where('span_ms', '=', ROLLUP_SPANS_MS[span])
    .where('start', '>=', from)
    .where('start', '<', to)
  if (provider !== null) rows = rows.where('provider', '=', provider)
  if (deployment !== null) rows = rows.where('deployment', '=', deployment)
  if (probe !== null) rows = rows.where('probe', '=', probe ? 1 : 0)
  return rows
    .select(['provider', sql<number>`sum(attempts)`.as('attempts'), sql<number>`sum(failed)`.as('failed')])
    .groupBy('provider')
    .orderBy('attempts', 'desc')
    .limit(MAX_NAMES)
    .execute()
}

function matching<Table extends Rollup>(
  all: ExpressionBuilder<StoreSchema, Table>,
  filter: UsageSummaryFilter,
) {
  // Both tables have the same keys.
  const row = all as unknown as ExpressionBuilder<StoreSchema, 'usage_rollups'>
  const { key, model, provider, deployment, status, errorClass, failed, moved, probe } = filter
  const conditions = [
    row('organisation', '=', filter.organisation),
    row('span_ms', '=', ROLLUP_SPANS_MS[filter.span]),
    row('start', '>=', filter.from),
    row('start', '<', filter.to),
  ]
  if (key !== null) conditions.push(row('key', '=', key))
  if (model !== null) {
    conditions.push(row.or([row('requested_model', '=', model), row('served_model', '=', model)]))
  }
  if (provider !== null) conditions.push(row('provider', '=', provider))
  if (deployment !== null) conditions.push(row('deployment', '=', deployment))
  if (status !== null) conditions.push(row('status', '=', status))
  if (errorClass !== null) conditions.push(row('error_class', '=', errorClass))
  if (failed !== null) conditions.push(row('status', failed ? '>=' : '<', FIRST_ERROR_STATUS))
  if (moved !== null) conditions.push(row('moved', '=', moved ? 1 : 0))
  if (probe !== null) conditions.push(row('probe', '=', probe ? 1 : 0))
  return row.and(conditions)
}

/** What breakdowns are by. */
const KINDS = ['key', 'requested_model', 'provider', 'deployment', 'status', 'error_class'] as const

type Sums = Readonly<Record<string, unknown>>

/** Name of a figure → how it is summed up. */
const FAILED = sql<number>`sum(case when status >= 400 then requests else 0 end)`.as('failed')
const ABANDONED = sql<number>`sum(case when status = 499 then requests else 0 end)`.as('abandoned')
const MOVED = sql<number>`sum(case when moved = 1 then requests else 0 end)`.as('moved_requests')

function figures() {
  return [...ROLLUP_FIGURES.map(summed), FAILED, ABANDONED, MOVED]
}

function classes(measure: TimeMeasure) {
  return classColumns(measure).map(summed)
}

function summed(column: string) {
  return sql<number>`sum(${sql.id(column)})`.as(column)
}

function figuresOf(row: Sums): UsageFigures {
  return {
    requests: number(row['requests']),
    failed: number(row['failed']),
    abandoned: number(row['abandoned']),
    moved: number(row['moved_requests']),
    inputTokens: number(row['input_tokens']),
    cachedInputTokens: number(row['cached_input_tokens']),
    cacheWriteTokens: number(row['cache_write_tokens']),
    outputTokens: number(row['output_tokens']),
    reasoningTokens: number(row['reasoning_tokens']),
    costUsd: number(row['cost_usd']),
    wastedCostUsd: number(row['wasted_cost_usd']),
    unpriced: number(row['unpriced']),
  }
}

function countsOf(rows: readonly Sums[], measure: TimeMeasure): readonly number[] {
  return classColumns(measure).map((column) => rows.reduce((sum, row) => sum + number(row[column]), 0))
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}

function addedUp(rows: readonly Sums[]): UsageFigures {
  const total: Record<string, number> = { ...figuresOf({}) }
  for (const row of rows) {
    for (const [name, figure] of Object.entries<number>({ ...figuresOf(row) })) {
      total[name] = (total[name] ?? 0) + figure
    }
  }
  return total as unknown as UsageFigures
}

/** Those with the most requests first. */
function byName(kinds: readonly Sums[], column: (typeof KINDS)[number]): readonly NamedFigures[] {
  return [...Map.groupBy(kinds, (kind) => String(kind[column]))]
    .map(([name, rows]) => ({ name, ...addedUp(rows) }))
    .toSorted((a, b) => b.requests - a.requests)
    .slice(0, MAX_NAMES)
}

interface Outcome {
  readonly status: number
  readonly error_class: string
  readonly requests: number
}

function outcomesOf(kinds: readonly Outcome[]): UsageSummary['outcomes'] {
  const groups = Map.groupBy(kinds, (kind) => `${kind.status} ${kind.error_class}`)
  return [...groups.values()]
    .map((rows) => ({
      status: rows[0]?.status ?? 0,
      errorClass: rows[0]?.error_class || null,
      requests: rows.reduce((sum, { requests }) => sum + requests, 0),
    }))
    .toSorted((a, b) => b.requests - a.requests)
}
