import type { Kysely } from 'kysely'
import type { StoreSchema } from './schema.ts'
import type { Row } from './tables.ts'
import { USAGE_COLUMNS } from './usage-row.ts'

const DAY_MS = 86_400_000
const AT = USAGE_COLUMNS.indexOf('at')
const KEY = USAGE_COLUMNS.indexOf('key')
const ORGANISATION = USAGE_COLUMNS.indexOf('organisation')
const COST = USAGE_COLUMNS.indexOf('cost_usd')
const WASTED = USAGE_COLUMNS.indexOf('wasted_cost_usd')

/** Day a moment is in, counted from 1 January 1970 in UTC. */
export function dayOf(wallMs: number): number {
  return Math.floor(wallMs / DAY_MS)
}

/** Adds what was spent to the sums per key and day; for the parameters of one entry of `SpendingSums`. */
export function addSpendingSql(query: Kysely<StoreSchema>): string {
  return query
    .insertInto('spending')
    .values({ organisation: '', day: 0, key: '', usd: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['organisation', 'day', 'key'])
        .doUpdateSet((update) => ({ usd: update('spending.usd', '+', update.ref('excluded.usd')) })),
    )
    .compile().sql
}

type SpendingSum = [organisation: string, day: number, key: string, usd: number]

/** What the usage records of one batch spent, per key and day. */
export class SpendingSums {
  readonly #sums = new Map<string, SpendingSum>()

  add(row: Row): void {
    const usd = Number(row[COST]) + Number(row[WASTED])
    if (!(usd > 0)) return
    const [organisation, day, key] = [String(row[ORGANISATION]), dayOf(Number(row[AT])), String(row[KEY])]
    const name = JSON.stringify([organisation, day, key])
    const sum = this.#sums.get(name)
    if (sum === undefined) this.#sums.set(name, [organisation, day, key, usd])
    else sum[3] += usd
  }

  entries(): readonly SpendingSum[] {
    return [...this.#sums.values()]
  }
}
