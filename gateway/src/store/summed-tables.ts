import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { classColumns, ROLLUP_FIGURES, ROLLUP_NAMES } from './rollup-columns.ts'
import type { StoreSchema } from './schema.ts'

/** A table that is added to with every usage record, in the same transaction. */
export interface SummedTable {
  readonly name: 'spending' | 'usage_rollups' | 'fallback_rollups' | 'attempt_rollups'
  /** Tell its rows apart. */
  readonly keys: readonly string[]
  /** Are added up. */
  readonly sums: readonly string[]
}

/** What was spent per key and day. */
export const SPENDING: SummedTable = {
  name: 'spending',
  keys: ['organisation', 'day', 'key'],
  sums: ['usd'],
}

/** Figures of usage per span of time, and everything by which one may look at them. */
export const USAGE_ROLLUPS: SummedTable = {
  name: 'usage_rollups',
  keys: ROLLUP_NAMES,
  sums: [...ROLLUP_FIGURES, ...classColumns('ttft'), ...classColumns('switch')],
}

/** Moves to another deployment or model, and why. */
export const FALLBACK_ROLLUPS: SummedTable = {
  name: 'fallback_rollups',
  keys: [...ROLLUP_NAMES, 'reason'],
  sums: ['moves'],
}

/** What providers answered of what they were asked. */
export const ATTEMPT_ROLLUPS: SummedTable = {
  name: 'attempt_rollups',
  keys: ['organisation', 'span_ms', 'start', 'provider', 'deployment', 'probe'],
  sums: ['attempts', 'failed'],
}

export const SUMMED_TABLES = [SPENDING, USAGE_ROLLUPS, FALLBACK_ROLLUPS, ATTEMPT_ROLLUPS]

/** Adds one row on SQLite; its parameters are the keys and then the sums. */
export function addSumsSql(db: Kysely<StoreSchema>, { name, keys, sums }: SummedTable): string {
  const columns = [...keys, ...sums].map((column) => sql.id(column))
  const values = columns.map(() => sql`${''}`)
  return sql`
    insert into ${sql.table(name)} (${sql.join(columns)}) values (${sql.join(values)}) ${onConflict({ name, keys, sums })}
  `.compile(db).sql
}

/** Adds all rows on PostgreSQL. Everywhere in the same order: processes that wait for each other's rows never do so in a circle. */
export async function addSums(
  db: Kysely<StoreSchema>,
  { name, keys, sums }: SummedTable,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  if (rows.length === 0) return
  const names = sql.join(keys.map((key) => sql.id(key)))
  const columns = sql.join([...keys, ...sums].map((column) => sql.id(column)))
  const added = sql.join(sums.map((sum) => sql`sum(${sql.id(sum)})`))
  await sql`
    insert into ${sql.table(name)} (${columns})
    select ${names}, ${added}
    from json_populate_recordset(null::${sql.table(name)}, ${JSON.stringify(rows)})
    group by ${names} order by ${names}
    ${onConflict({ name, keys, sums })}
  `.execute(db)
}

function onConflict({ name, keys, sums }: SummedTable) {
  const names = sql.join(keys.map((key) => sql.id(key)))
  const updates = sql.join(
    sums.map((sum) => sql`${sql.id(sum)} = ${sql.id(name, sum)} + ${sql.id('excluded', sum)}`),
  )
  return sql`on conflict (${names}) do update set ${updates}`
}
