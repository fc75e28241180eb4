import {
  ifMatchHeaders,
  organisationParams,
  organisationRoutingChangeSchema,
  organisationRoutingSchema,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { changeSettings } from '../resources/change-settings.ts'
import { storedSettings } from '../resources/settings-answer.ts'
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

const PATH = `${ORGANISATION}/routing`

/** The switch of an organisation's routing. */
export const organisationRouting: UseCase = (app, ports) => {
  const read = createRoute({
    method: 'get',
    path: PATH,
    summary: 'Is routing enabled for the organisation',
    tags: ['Routing'],
    ...access('routing:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('The switch.', organisationRoutingSchema), ...ERRORS },
  })
  app.openapi(read, (c) => {
    const inForce = ports.inForce(c.get('actor').organisation)
    const { file } = inForce
    etag(c, storedSettings(inForce)?.revision ?? 0)
    return c.json({ routing: { enabled: file.organisation.routing.enabled } }, 200)
  })
  const change = createRoute({
    method: 'patch',
    path: PATH,
    summary: 'Enable or disable routing for the organisation',
    tags: ['Routing'],
    ...writes('routing:write', ports),
    request: {
      params: organisationParams,
      headers: ifMatchHeaders,
      ...body(organisationRoutingChangeSchema),
    },
    responses: { 200: json('The switch.', organisationRoutingSchema), ...CONFLICT_ERRORS },
  })
  app.openapi(change, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const sections = { organisation: c.req.valid('json') }
    const after = await changeSettings(ports, { change: changeOf(c), organisation, by, sections })
    const { file } = after
    etag(c, storedSettings(after)?.revision ?? 0)
    return c.json({ routing: { enabled: file.organisation.routing.enabled } }, 200)
  })
}
