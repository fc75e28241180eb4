import { adminKeyParams, keyParams, keyRoutingDocumentSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { routingAnswer } from '../resources/key-answer.ts'
import { findResource } from '../resources/resource.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const PATHS = [
  { path: '/api/admin/apikeys/{id}/routing', params: adminKeyParams },
  { path: `${ORGANISATION}/apikeys/{id}/routing`, params: keyParams },
] as const

/** The routing policies of an API key, by type of model. */
export const keyRouting: UseCase = (app, ports) => {
  for (const { path, params } of PATHS) {
    const read = createRoute({
      method: 'get',
      path,
      summary: 'The routing policies of an API key, by type of model',
      tags: ['API keys'],
      ...access('keys:read', ports),
      request: { params },
      responses: { 200: json('The policies.', keyRoutingDocumentSchema), ...ERRORS },
    })
    app.openapi(read, (c) => {
      const inForce = ports.inForce(c.get('actor').organisation)
      const key = findResource('key', inForce, c.req.valid('param').id)
      return c.json({ routing: routingAnswer(key) }, 200)
    })
  }
}
