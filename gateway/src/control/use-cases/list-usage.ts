import { organisationParams, usagePageSchema, usageQuerySchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import { usageFilterOf } from '../usage-filter.ts'
import type { Immutable } from '../route-parts.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type UsagePage = z.output<typeof usagePageSchema>

export const listUsage: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/usage`,
    summary: 'Usage records, newest first',
    description: 'A request is listed within about 100 ms of its end.',
    tags: ['Usage'],
    ...access('usage:read', ports),
    request: { params: organisationParams, query: usageQuerySchema },
    responses: { 200: json('One page.', usagePageSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const { limit } = query
    const { organisation } = c.get('actor')
    const filter = usageFilterOf(query, organisation)
    const found = await ports.reader.ask('list-usage', { ...filter, before: query.cursor ?? null, limit })
    const last = found.at(-1)
    const nextCursor = last === undefined || found.length < limit ? null : `${last.at}~${last.id}`
    const page: Immutable<UsagePage> = { data: found, nextCursor }
    return c.json(page as UsagePage, 200)
  })
}
