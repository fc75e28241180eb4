import { organisationParams, resourceParams, resourceQuerySchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { InForce } from '#snapshot/in-force'
import type { Permission } from '../actor.ts'
import type { AdminApp } from '../admin-app.ts'
import type { ControlPorts } from '../ports.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { Resource, ResourceKind } from './resource.ts'
import { findResource, pageOfResources, resourcesOf } from './resource.ts'

/** How resources of a kind are read. */
export interface Readable {
  readonly kind: ResourceKind
  /** In paths. */
  readonly plural: string
  readonly tag: string
  readonly mayRead: Permission
  readonly page: z.ZodType
  readonly one: z.ZodType
  readonly answer: (resource: Resource<never>, inForce: InForce) => object
}

/** The list of a kind of resource, and one of them. */
export function mountReads(app: AdminApp, ports: ControlPorts, readable: Readable): void {
  const { kind, plural, tag, mayRead, page, one, answer } = readable
  const list = createRoute({
    method: 'get',
    path: `${ORGANISATION}/${plural}`,
    summary: `The ${tag.toLowerCase()} that are in force, by name`,
    tags: [tag],
    ...access(mayRead, ports),
    request: { params: organisationParams, query: resourceQuerySchema },
    responses: { 200: json('One page.', page), ...ERRORS },
  })
  app.openapi(list, (c) => {
    const inForce = ports.inForce(c.get('actor').organisation)
    const found = pageOfResources(resourcesOf(kind, inForce), c.req.valid('query'))
    const data = found.page.map((resource) => answer(resource as Resource<never>, inForce))
    return c.json({ data, nextCursor: found.nextCursor }, 200)
  })
  const read = createRoute({
    method: 'get',
    path: `${ORGANISATION}/${plural}/{id}`,
    summary: `One of the ${tag.toLowerCase()}, by id or name`,
    tags: [tag],
    ...access(mayRead, ports),
    request: { params: resourceParams },
    responses: { 200: json('As it is in force.', one), ...ERRORS },
  })
  app.openapi(read, (c) => {
    const inForce = ports.inForce(c.get('actor').organisation)
    const resource = findResource(kind, inForce, c.req.valid('param').id)
    c.header('etag', `"${resource.stored?.revision ?? 0}"`)
    return c.json(answer(resource as Resource<never>, inForce), 200)
  })
}
