import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { RollupSpan } from './rollup-columns.ts'
import { ROLLUP_SPANS_MS } from './rollup-columns.ts'
import type { StoreSchema } from './schema.ts'
import { firstIdAt } from './sorted-ids.ts'
import type { ConfigurationCutoffs } from './sweep-configuration.ts'
import { sweepConfiguration } from './sweep-configuration.ts'
import { sweepPeople } from './sweep-people.ts'

/** Rows of a statement that removes: it takes some ten milliseconds, and records are written between two of them. */
const STEP_ROWS = 2_000
/** Spans of time of a statement that removes what was summed up. */
const STEP_SPANS = 288
const DAY_MS = 86_400_000
/** Short spans are looked at while they are new. */
const KEPT_DAYS = { '5m': 2, '1h': 93 } as const
/** The longest period of a budget, several times over. */
const SPENDING_DAYS = 400
/** A secret may be stored a moment before what names it. */
const ORPHANED_MS = 3_600_000

/** For how many days things are kept; `null`: for ever. */
export interface Retention {
  /** Usage records, and what was said of their answers. */
  readonly usageDays: number | null
  readonly eventsDays: number | null
  /** What usage adds up to per day. */
  readonly rollupDays: number | null
  /** How many versions of the configuration of each organisation. */
  readonly configVersions: number | null
}

/** What is older goes; milliseconds since the Unix epoch, `null`: nothing goes. */
export interface Cutoffs {
  readonly usage: number | null
  readonly events: number | null
  readonly rollups: Readonly<Record<RollupSpan, number | null>>
  readonly spending: number
  readonly configuration: ConfigurationCutoffs
  /** Now. */
  readonly over: number
}

export function cutoffsOf(
  { usageDays, eventsDays, rollupDays, configVersions }: Retention,
  nowMs: number,
): Cutoffs {
  const before = (days: number | null): number | null => (days === null ? null : nowMs - days * DAY_MS)
  return {
    usage: before(usageDays),
    events: before(eventsDays),
    rollups: {
      '5m': nowMs - KEPT_DAYS['5m'] * DAY_MS,
      '1h': nowMs - KEPT_DAYS['1h'] * DAY_MS,
      '1d': before(rollupDays),
    },
    spending: nowMs - SPENDING_DAYS * DAY_MS,
    configuration: { versions: configVersions, secrets: nowMs - ORPHANED_MS },
    over: nowMs,
  }
}

/** Removes some of what is too old. Returns how many rows; 0: there is nothing left. */
export async function sweepStep(db: Kysely<StoreSchema>, cutoffs: Cutoffs): Promise<number> {
  for (const table of ['usage_records', 'feedback'] as const) {
    const removed = await removeOld(db, table, cutoffs.usage)
    if (removed > 0) return removed
  }
  const events = await removeEvents(db, cutoffs.events)
  if (events > 0) return events
  for (const table of ['usage_rollups', 'fallback_rollups', 'attempt_rollups'] as const) {
    for (const span of Object.keys(ROLLUP_SPANS_MS) as RollupSpan[]) {
      const removed = await removeSpans(db, { table, span, before: cutoffs.rollups[span] })
      if (removed > 0) return removed
    }
  }
  const spending = await removeSpending(db, Math.floor(cutoffs.spending / DAY_MS))
  if (spending > 0) return spending
  const past = await sweepConfiguration(db, cutoffs.configuration)
  return past > 0 ? past : sweepPeople(db, cutoffs.over)
}

async function removeOld(
  db: Kysely<StoreSchema>,
  table: 'usage_records' | 'feedback',
  before: number | null,
): Promise<number> {
  if (before === null) return 0
  const old = sql`select id from ${sql.table(table)} where at < ${before} order by at limit ${sql.lit(STEP_ROWS)}`
  return changed(
    await sql`delete from ${sql.table(table)} where at < ${before} and id in (${old})`.execute(db),
  )
}

/** Their ids begin with the time: no index is needed for it. */
async function removeEvents(db: Kysely<StoreSchema>, before: number | null): Promise<number> {
  if (before === null) return 0
  const old = sql`select id from events where id < ${firstIdAt(before)} order by id limit ${sql.lit(STEP_ROWS)}`
  return changed(await sql`delete from events where id in (${old})`.execute(db))
}

interface Spans {
  readonly table: 'usage_rollups' | 'fallback_rollups' | 'attempt_rollups'
  readonly span: RollupSpan
  readonly before: number | null
}

async function removeSpans(db: Kysely<StoreSchema>, { table, span, before }: Spans): Promise<number> {
  if (before === null) return 0
  const spanMs = ROLLUP_SPANS_MS[span]
  for await (const organisation of organisationsIn(db, table)) {
    const all = sql`organisation = ${organisation} and span_ms = ${spanMs}`
    const { rows } = await sql<{ first: number | null }>`
      select min(start) as first from ${sql.table(table)} where ${all}
    `.execute(db)
    const first = rows[0]?.first ?? null
    if (first === null || first >= before) continue
    const end = Math.min(before, first + STEP_SPANS * spanMs)
    return changed(await sql`delete from ${sql.table(table)} where ${all} and start < ${end}`.execute(db))
  }
  return 0
}

async function removeSpending(db: Kysely<StoreSchema>, beforeDay: number): Promise<number> {
  for await (const organisation of organisationsIn(db, 'spending')) {
    const removed = changed(
      await sql`delete from spending where organisation = ${organisation} and day < ${beforeDay}`.execute(db),
    )
    if (removed > 0) return removed
  }
  return 0
}

/** One look into the index for each of them, however many rows there are. */
async function* organisationsIn(
  db: Kysely<StoreSchema>,
  table: Spans['table'] | 'spending',
): AsyncGenerator<string, void, void> {
  let last = ''
  for (;;) {
    const { rows } = await sql<{ next: string | null }>`
      select min(organisation) as next from ${sql.table(table)} where organisation > ${last}
    `.execute(db)
    const next = rows[0]?.next ?? null
    if (next === null) return
    yield next
    last = next
  }
}

function changed({ numAffectedRows }: { readonly numAffectedRows?: bigint | undefined }): number {
  return Number(numAffectedRows ?? 0n)
}
