import { eventPageSchema, eventQuerySchema, organisationParams } from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import type { EventKind } from '#domain/event'
import { answerLive } from '../answer-live.ts'
import { eventAnswer } from '../event-answer.ts'
import { access, ERRORS, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type EventPage = z.output<typeof eventPageSchema>

const PAGE_OR_STREAM = {
  description: 'One page, or the stream.',
  content: {
    'application/json': { schema: eventPageSchema },
    'text/event-stream': { schema: z.string() },
  },
}

export const listEvents: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/events`,
    summary: 'Changes of state and requests that moved, newest first',
    description:
      'With `accept: text/event-stream` the same as `/events/live`. An event is listed within about 100 ms.',
    tags: ['Events'],
    ...access('events:read', ports),
    request: { params: organisationParams, query: eventQuerySchema },
    responses: { 200: PAGE_OR_STREAM, ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { cursor, limit, kind, since } = c.req.valid('query')
    if (c.req.header('accept')?.includes('text/event-stream') === true) {
      return answerLive(c, kind, ports)
    }
    const found = await ports.reader.ask('list-events', {
      organisation: c.get('actor').organisation,
      kinds: (kind ?? []) as EventKind[],
      since: since ?? null,
      before: cursor ?? null,
      limit,
    })
    const nextCursor = found.length < limit ? null : (found.at(-1)?.id ?? null)
    return c.json({ data: found.map(eventAnswer), nextCursor } as EventPage, 200)
  })
}
