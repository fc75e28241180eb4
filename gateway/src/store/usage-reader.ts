import type { UsageRecord } from '#domain/record'
import type { Kysely } from 'kysely'
import { readableStore } from './readable-store.ts'
import type { StoreSchema, UsageTable } from './schema.ts'
import { storeErrorOf } from './store-error.ts'
import { placeOf, storeLocation } from './store-location.ts'
import { recordOf } from './usage-row.ts'

/** A reader that lingers must not keep the writer from shortening its log: every page is a transaction of its own. */
const PAGE_ROWS = 1_000

/** Milliseconds since the Unix epoch. */
export interface TimeRange {
  /** Inclusive; `null` is the oldest record. */
  readonly from: number | null
  /** Exclusive; `null` is the newest record. */
  readonly to: number | null
}

/**
 * Usage records in the order of their arrival. Runs SQL on the calling thread: for commands, not for the gateway.
 *
 * @throws StoreError - when there is no store at the URL, or none that can be read.
 */
export async function* readUsage(url: string, range: TimeRange): AsyncGenerator<UsageRecord, void, void> {
  const location = storeLocation(url)
  const store = readableStore(location)
  try {
    const query = await store.current()
    let last: UsageTable | undefined
    do {
      const page = await readPage(query, range, last)
      for (const row of page) yield recordOf(row)
      last = page.at(-1)
    } while (last !== undefined)
  } catch (error) {
    throw storeErrorOf(error, placeOf(location))
  } finally {
    await store.close()
  }
}

function readPage(
  query: Kysely<StoreSchema>,
  range: TimeRange,
  last: UsageTable | undefined,
): Promise<UsageTable[]> {
  let page = query.selectFrom('usage_records').selectAll().orderBy('at').orderBy('id').limit(PAGE_ROWS)
  if (last !== undefined) {
    const { at, id } = last
    page = page.where('at', '>=', at).where((row) => row.or([row('at', '>', at), row('id', '>', id)]))
  } else if (range.from !== null) {
    page = page.where('at', '>=', range.from)
  }
  if (range.to !== null) page = page.where('at', '<', range.to)
  return page.execute()
}
