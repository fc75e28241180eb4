import type { GatewayEvent, LoggedEvent } from '#domain/event'
import type { EventTable } from './schema.ts'
import { StoreError } from './store-error.ts'

/** Columns in the order of an event's row. */
export const EVENT_COLUMNS = [
  'id',
  'at',
  'kind',
  'organisation',
  'data',
] as const satisfies readonly (keyof EventTable)[]

export function eventRowOf({ id, at, organisation, event }: LoggedEvent): readonly (string | number)[] {
  const { kind, ...data } = event
  return [id, at, kind, organisation, JSON.stringify(data)]
}

/** @throws StoreError - when the row has been changed into something that is no event. */
export function eventOf(row: EventTable): LoggedEvent {
  try {
    const data = JSON.parse(row.data) as Readonly<Record<string, unknown>>
    // The kind comes first, as in the events that were written.
    const event = { kind: row.kind, ...data } as GatewayEvent
    return { id: row.id, at: row.at, organisation: row.organisation, event }
  } catch (error) {
    throw new StoreError(`Column data of event ${row.id} is not JSON; it was changed after it was written.`, {
      cause: error,
    })
  }
}
