import { healthSchema, organisationParams } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

export const getHealth: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/health`,
    summary: 'How every deployment, credential and region is doing now',
    tags: ['Health'],
    ...access('health:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('The moment.', healthSchema), ...ERRORS },
  })
  app.openapi(route, (c) =>
    c.json(ports.health(ports.inForce(c.get('actor').organisation).configuration), 200),
  )
}
