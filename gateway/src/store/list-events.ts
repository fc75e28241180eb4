import type { Kysely } from 'kysely'
import type { EventKind, LoggedEvent } from '#domain/event'
import { eventOf } from './event-row.ts'
import type { StoreSchema } from './schema.ts'
import { firstIdAt } from './sorted-ids.ts'

/** Which events, newest first. */
export interface EventFilter {
  readonly organisation: string
  /** Empty: every kind. */
  readonly kinds: readonly EventKind[]
  /** Inclusive, milliseconds since the Unix epoch; `null`: from the beginning. */
  readonly since: number | null
  /** Only events older than the one with this id. */
  readonly before: string | null
  readonly limit: number
}

export async function listEvents(db: Kysely<StoreSchema>, filter: EventFilter): Promise<LoggedEvent[]> {
  let query = db
    .selectFrom('events')
    .selectAll()
    .where('organisation', '=', filter.organisation)
    .orderBy('id', 'desc')
    .limit(filter.limit)
  if (filter.kinds.length > 0) query = query.where('kind', 'in', filter.kinds)
  if (filter.since !== null) {
    // By id as well, which sorts by time: else all that are older would be read to find that none fits.
    query = query.where('id', '>=', firstIdAt(filter.since)).where('at', '>=', filter.since)
  }
  if (filter.before !== null) query = query.where('id', '<', filter.before)
  return (await query.execute()).map(eventOf)
}

/** Where to go on. */
export interface EventsAfter {
  readonly organisation: string
  readonly id: string
  readonly limit: number
}

/** Events after the one with this id, oldest first, however old they are. */
export async function eventsAfter(
  db: Kysely<StoreSchema>,
  { organisation, id, limit }: EventsAfter,
): Promise<LoggedEvent[]> {
  const query = db
    .selectFrom('events')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('id', '>', id)
    .orderBy('id')
    .limit(limit)
  return (await query.execute()).map(eventOf)
}
