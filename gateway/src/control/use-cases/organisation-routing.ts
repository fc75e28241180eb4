import { organisationParams, organisationRoutingSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

/** The switch of an organisation's routing. */
export const organisationRouting: UseCase = (app, ports) => {
  const read = createRoute({
    method: 'get',
    path: `${ORGANISATION}/routing`,
    summary: 'Is routing enabled for the organisation',
    tags: ['Routing'],
    ...access('routing:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('The switch.', organisationRoutingSchema), ...ERRORS },
  })
  app.openapi(read, (c) => {
    const { file } = ports.inForce(c.get('actor').organisation)
    return c.json({ routing: { enabled: file.organisation.routing.enabled } }, 200)
  })
}
