import type { CreateTableBuilder, Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isPostgres } from '../is-postgres.ts'

const SPANS_MS = [300_000, 3_600_000, 86_400_000]
const CLASSES_MS = [
  1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 200, 350, 500, 750, 1_000, 1_500, 2_000, 3_500, 5_000, 10_000,
  30_000,
]
const TEXTS = ['key', 'requested_model', 'served_model', 'provider', 'deployment', 'error_class']
const NUMBERS = ['status', 'moved', 'probe']
const TOKENS = [
  'input_tokens',
  'cached_input_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
]
const KEYS = [
  'organisation',
  'span_ms',
  'start',
  'key',
  'requested_model',
  'served_model',
  'provider',
  'deployment',
  'status',
  'error_class',
  'moved',
  'probe',
] as const
/** Short spans are looked at while they are new. */
const RECENT_MS = 172_800_000

/**
 * Usage summed up per five minutes, hour and day, so that nobody has to look at a million records to draw a chart. Of
 * records that were there before, the reasons of moves and the times that they took are not known.
 */
async function up(db: Kysely<unknown>): Promise<void> {
  let usage = withKeys(db, 'usage_rollups')
  for (const name of ['requests', ...TOKENS, 'unpriced']) usage = withSum(usage, name, 'bigint')
  for (const name of ['cost_usd', 'wasted_cost_usd']) usage = withSum(usage, name, 'double precision')
  for (const measure of ['ttft', 'switch']) {
    for (let n = 0; n <= CLASSES_MS.length; n++) usage = withSum(usage, `${measure}_${n}`, 'bigint')
  }
  await finished(db, usage.addPrimaryKeyConstraint('usage_rollups_pk', [...KEYS])).execute()
  const moves = withSum(withKeys(db, 'fallback_rollups'), 'moves', 'bigint').addColumn(
    'reason',
    'text',
    (column) => column.notNull(),
  )
  await finished(db, moves.addPrimaryKeyConstraint('fallback_rollups_pk', [...KEYS, 'reason'])).execute()
  for (const span of SPANS_MS) await fill(db, span)
}

type Building = CreateTableBuilder<string, string>

function withKeys(db: Kysely<unknown>, table: string): Building {
  let building: Building = db.schema
    .createTable(table)
    .addColumn('organisation', 'text', (column) => column.notNull())
    .addColumn('span_ms', 'bigint', (column) => column.notNull())
    .addColumn('start', 'bigint', (column) => column.notNull())
  for (const name of TEXTS) building = building.addColumn(name, 'text', (column) => column.notNull())
  for (const name of NUMBERS) building = building.addColumn(name, 'integer', (column) => column.notNull())
  return building
}

function withSum(building: Building, name: string, type: 'bigint' | 'double precision'): Building {
  return building.addColumn(name, type, (column) => column.notNull().defaultTo(0))
}

/** Rows in the order of their key: a span of time is read in one go. */
function finished(db: Kysely<unknown>, building: Building): Building {
  return isPostgres(db) ? building : building.modifyEnd(sql`without rowid`)
}

async function fill(db: Kysely<unknown>, span: number): Promise<void> {
  const start = sql`(at / ${sql.lit(span)}) * ${sql.lit(span)}`
  const texts = TEXTS.map((name) => sql`coalesce(${sql.id(name)}, '')`)
  const names = [
    sql`organisation`,
    start,
    ...texts,
    sql`status`,
    sql`case when fallbacks > 0 then 1 else 0 end`,
    sql`probe`,
  ]
  const tokens = TOKENS.map((name) => sql`sum(${sql.id(name)})`)
  const classes = [...CLASSES_MS, null].map((end, n) => {
    const above = n === 0 ? sql`ttft_ms >= 0` : sql`ttft_ms > ${sql.lit(CLASSES_MS[n - 1] ?? 0)}`
    const upTo = end === null ? sql`` : sql`and ttft_ms <= ${sql.lit(end)}`
    return sql`sum(case when ${above} ${upTo} then 1 else 0 end)`
  })
  const columns = ['organisation', 'start', ...TEXTS, 'status', 'moved', 'probe', 'requests', ...TOKENS]
  const more = ['cost_usd', 'wasted_cost_usd', 'unpriced', ...classes.map((_, n) => `ttft_${n}`), 'span_ms']
  const recent =
    span === SPANS_MS[0]
      ? sql`where at >= (select max(at) from usage_records) - ${sql.lit(RECENT_MS)}`
      : sql``
  await sql`
    insert into usage_rollups (${sql.join([...columns, ...more].map((name) => sql.id(name)))})
    select ${sql.join(names)}, count(*), ${sql.join(tokens)}, sum(coalesce(cost_usd, 0)),
      sum(coalesce(wasted_cost_usd, 0)), sum(case when cost_usd is null then 1 else 0 end),
      ${sql.join(classes)}, ${sql.lit(span)}
    from usage_records ${recent}
    group by ${sql.join(names)}
  `.execute(db)
}

export const usageRollups: Migration = { up }
