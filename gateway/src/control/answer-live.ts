import { eventId } from '@backstay/contract/admin'
import type { Context } from 'hono'
import type { AdminEnv } from './admin-app.ts'
import { invalidInput } from './answer-error.ts'
import type { ControlPorts } from './ports.ts'

/** A live stream of events, going on where `Last-Event-ID` says. */
export function answerLive(
  c: Context<AdminEnv>,
  kinds: readonly string[] | undefined,
  { streams, events, reader, clock }: ControlPorts,
): Response {
  const read = eventId.optional().safeParse(c.req.header('last-event-id'))
  if (!read.success) throw invalidInput('header', read.error, 'last-event-id')
  const { organisation } = c.get('actor')
  return streams.open({
    log: events,
    reader,
    clock,
    organisation,
    kinds: new Set(kinds),
    after: read.data ?? null,
    cut: () => c.env.outgoing.destroy(),
  })
}
