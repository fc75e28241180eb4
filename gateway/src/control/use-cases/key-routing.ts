import { keyRoutingSchema } from '@backstay/contract'
import {
  adminKeyParams,
  ifMatchHeaders,
  keyParams,
  keyRoutingChangeSchema,
  keyRoutingDocumentSchema,
  toFile,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { EntryBody } from '#snapshot/stored-entry'
import { changeKeyRouting, keyRoutingOf } from '../resources/change-key-routing.ts'
import {
  access,
  body,
  changeOf,
  CONFLICT_ERRORS,
  ERRORS,
  etag,
  json,
  ORGANISATION,
  writes,
} from '../route-parts.ts'
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
      const { routing, revision } = keyRoutingOf(inForce, c.req.valid('param').id)
      etag(c, revision)
      return c.json({ routing }, 200)
    })
    const change = createRoute({
      method: 'patch',
      path,
      summary: 'Replace routing policies of an API key, per type of model',
      description: 'Types that are left out stay; `null` clears one.',
      tags: ['API keys'],
      ...writes('routing:write', ports),
      request: { params, headers: ifMatchHeaders, ...body(keyRoutingChangeSchema) },
      responses: { 200: json('The policies.', keyRoutingDocumentSchema), ...CONFLICT_ERRORS },
    })
    app.openapi(change, async (c) => {
      const { organisation, id: by } = c.get('actor')
      const { routing } = c.req.valid('json')
      const changed = await changeKeyRouting(ports, {
        change: changeOf(c),
        organisation,
        by,
        id: c.req.valid('param').id,
        policies: toFile(keyRoutingSchema, routing) as EntryBody,
      })
      etag(c, changed.revision)
      return c.json({ routing: changed.routing }, 200)
    })
  }
}
