import { organisationParams, settingsResourceSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { settingsAnswer } from '../resources/settings-answer.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

/** Settings of an organisation: default fallbacks and what requests may do. */
export const settings: UseCase = (app, ports) => {
  const read = createRoute({
    method: 'get',
    path: `${ORGANISATION}/settings`,
    summary: 'Default fallbacks, and what requests may do',
    tags: ['Settings'],
    ...access('settings:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('As they are in force.', settingsResourceSchema), ...ERRORS },
  })
  app.openapi(read, (c) => {
    const answer = settingsAnswer(ports.inForce(c.get('actor').organisation))
    c.header('etag', `"${answer.revision}"`)
    return c.json(answer, 200)
  })
}
