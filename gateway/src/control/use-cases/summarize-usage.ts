import {
  organisationParams,
  spanFor,
  usageSummaryQuerySchema,
  usageSummarySchema,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { Immutable } from '../route-parts.ts'
import { whichRecords } from '../usage-filter.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type Summary = z.output<typeof usageSummarySchema>

const DAY_MS = 86_400_000

export const summarizeUsage: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/usage/summary`,
    summary: 'Usage summed up: totals, a series, outcomes, and by model, provider, deployment and key',
    description:
      'Read from roll-ups that are kept with every record: as quick for a million requests as for a thousand.',
    tags: ['Usage'],
    ...access('usage:read', ports),
    request: { params: organisationParams, query: usageSummaryQuerySchema },
    responses: { 200: json('The summary.', usageSummarySchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const to = query.to ?? ports.clock.wallMs()
    const from = query.from ?? to - DAY_MS
    const found: Immutable<Summary> = await ports.reader.ask('usage-summary', {
      ...whichRecords(query, c.get('actor').organisation),
      span: query.span ?? spanFor(to - from),
      from,
      to,
    })
    return c.json(found as Summary, 200)
  })
}
