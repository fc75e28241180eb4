import type { Kysely } from 'kysely'
import type { StoreSchema } from './schema.ts'
import { dayOf } from './batch-sums.ts'

/** What of the spending is asked for. */
export interface SpendingQuestion {
  readonly organisation: string
  /** Name of a key; `null`: all of them together. */
  readonly key: string | null
  /** Start of a day in UTC, milliseconds since the Unix epoch. */
  readonly sinceMs: number
}

/** US dollars, one sum per question. */
export async function sumSpending(
  db: Kysely<StoreSchema>,
  questions: readonly SpendingQuestion[],
): Promise<number[]> {
  const tables = new Map<string, Promise<ReadonlyMap<string, number>>>()
  const sums = questions.map(async ({ organisation, key, sinceMs }) => {
    const day = dayOf(sinceMs)
    // There are as many tables as there are kinds of periods, however many keys there are.
    const name = JSON.stringify([organisation, day])
    const table = tables.get(name) ?? perKey(db, organisation, day)
    tables.set(name, table)
    const found = await table
    if (key !== null) return found.get(key) ?? 0
    return [...found.values()].reduce((sum, usd) => sum + usd, 0)
  })
  return Promise.all(sums)
}

async function perKey(
  db: Kysely<StoreSchema>,
  organisation: string,
  day: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('spending')
    .select(['key', (select) => select.fn.sum<number>('usd').as('usd')])
    .where('organisation', '=', organisation)
    .where('day', '>=', day)
    .groupBy('key')
    .execute()
  return new Map(rows.map(({ key, usd }) => [key, usd]))
}
