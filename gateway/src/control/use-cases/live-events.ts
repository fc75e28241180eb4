import {
  errorAnswerSchema,
  eventId,
  liveEventQuerySchema,
  organisationParams,
} from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { answerLive } from '../answer-live.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const headers = z.object({
  'last-event-id': eventId.optional().meta({ description: 'The last event that the reader has.' }),
})

export const liveEvents: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/events/live`,
    summary: 'Events as they happen, as server-sent events',
    description:
      'Each has its id and, as data, the event as the list has it. With `Last-Event-ID` those that were missed come first. A `gap` event says that some cannot be told here. A reader that is too slow is cut, and may go on where it was.',
    tags: ['Events'],
    ...access('events:read', ports),
    request: { params: organisationParams, query: liveEventQuerySchema, headers },
    responses: {
      200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
      ...ERRORS,
      429: json('Too many streams are open.', errorAnswerSchema),
    },
  })
  app.openapi(route, (c) => answerLive(c, c.req.valid('query').kind, ports))
}
