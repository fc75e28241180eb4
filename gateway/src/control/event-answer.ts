import type { eventSchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { LoggedEvent } from '#domain/event'
import type { Immutable } from './route-parts.ts'

/** An event as the admin API tells it: one flat object. */
export function eventAnswer({
  id,
  at,
  organisation,
  event,
}: LoggedEvent): Immutable<z.output<typeof eventSchema>> {
  return { id, at, organisation, ...event }
}
