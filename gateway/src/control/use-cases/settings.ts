import {
  ifMatchHeaders,
  organisationParams,
  settingsChangeSchema,
  settingsFileSchema,
  settingsResourceSchema,
  toFile,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { SettingsChange } from '../resources/change-settings.ts'
import { changeSettings } from '../resources/change-settings.ts'
import { settingsAnswer } from '../resources/settings-answer.ts'
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

const PATH = `${ORGANISATION}/settings`

/** Settings of an organisation: default fallbacks and what requests may do. */
export const settings: UseCase = (app, ports) => {
  const read = createRoute({
    method: 'get',
    path: PATH,
    summary: 'Default fallbacks, and what requests may do',
    tags: ['Settings'],
    ...access('settings:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('As they are in force.', settingsResourceSchema), ...ERRORS },
  })
  app.openapi(read, (c) => {
    const answer = settingsAnswer(ports.inForce(c.get('actor').organisation))
    etag(c, answer.revision)
    return c.json(answer, 200)
  })
  const change = createRoute({
    method: 'patch',
    path: PATH,
    summary: 'Change settings of the organisation',
    description: 'Members that are left out stay; `null` takes a member back to its default.',
    tags: ['Settings'],
    ...writes('settings:write', ports),
    request: { params: organisationParams, headers: ifMatchHeaders, ...body(settingsChangeSchema) },
    responses: { 200: json('As they are in force now.', settingsResourceSchema), ...CONFLICT_ERRORS },
  })
  app.openapi(change, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const sections = toFile(settingsFileSchema, c.req.valid('json')) as SettingsChange
    const after = await changeSettings(ports, { change: changeOf(c), organisation, by, sections })
    const answer = settingsAnswer(after)
    etag(c, answer.revision)
    return c.json(answer, 200)
  })
}
