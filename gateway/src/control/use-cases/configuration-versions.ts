import {
  configurationVersionPageSchema,
  configurationVersionParams,
  configurationVersionQuerySchema,
  configurationVersionSchema,
  ifMatchHeaders,
  organisationParams,
} from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import { exportYaml } from '#snapshot/export-yaml'
import { ConfigurationStore } from '#store/configuration-store'
import type { AdminApp } from '../admin-app.ts'
import type { ControlPorts } from '../ports.ts'
import { rollBack } from '../resources/roll-back.ts'
import { versionAnswer } from '../resources/version-answer.ts'
import { access, changeOf, CONFLICT_ERRORS, ERRORS, json, ORGANISATION, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const PATH = `${ORGANISATION}/config`

/** Every state that the store's part of the configuration had, and the way back. */
export const configurationVersions: UseCase = (app, ports) => {
  mountList(app, ports)
  mountGet(app, ports)
  mountRollback(app, ports)
  mountExport(app, ports)
}

function mountList(app: AdminApp, ports: ControlPorts): void {
  const list = createRoute({
    method: 'get',
    path: `${PATH}/versions`,
    summary: 'Changes of the configuration over the admin API, newest first, each with its difference',
    tags: ['Configuration'],
    ...access('settings:read', ports),
    request: { params: organisationParams, query: configurationVersionQuerySchema },
    responses: { 200: json('One page.', configurationVersionPageSchema), ...ERRORS },
  })
  app.openapi(list, async (c) => {
    const { organisation } = c.get('actor')
    const { cursor, limit } = c.req.valid('query')
    const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
    const found = await new ConfigurationStore(ports.database).versions(organisation, below, limit)
    const { number } = ports.inForce(organisation)
    const nextCursor = found.length < limit ? null : String(found.at(-1)?.number ?? 0)
    return c.json({ data: found.map((row) => versionAnswer(row, number)), nextCursor }, 200)
  })
}

function mountGet(app: AdminApp, ports: ControlPorts): void {
  const read = createRoute({
    method: 'get',
    path: `${PATH}/versions/{number}`,
    summary: 'One change of the configuration, with its difference',
    tags: ['Configuration'],
    ...access('settings:read', ports),
    request: { params: configurationVersionParams },
    responses: { 200: json('The change.', configurationVersionSchema), ...ERRORS },
  })
  app.openapi(read, async (c) => {
    const { organisation } = c.get('actor')
    const { number } = c.req.valid('param')
    const [row] = await new ConfigurationStore(ports.database).versions(organisation, number + 1, 1)
    if (row === undefined || row.number !== number) throw unknownVersion(number)
    return c.json(versionAnswer(row, ports.inForce(organisation).number), 200)
  })
}

function mountRollback(app: AdminApp, ports: ControlPorts): void {
  const rollback = createRoute({
    method: 'post',
    path: `${PATH}/versions/{number}/rollback`,
    summary: 'Put the configuration back to how it was after this change',
    description:
      'That is a change itself, and may be rolled back as well. 0 is before the first one. The revision is the number of the newest.',
    tags: ['Configuration'],
    ...writes('settings:write', ports),
    request: { params: configurationVersionParams, headers: ifMatchHeaders },
    responses: {
      200: json('The number of the version that is in force now.', z.object({ number: z.number() })),
      ...CONFLICT_ERRORS,
    },
  })
  app.openapi(rollback, async (c) => {
    const { organisation, id: by } = c.get('actor')
    const { number } = c.req.valid('param')
    if (number > ports.inForce(organisation).number) throw unknownVersion(number)
    const now = await rollBack(ports, { change: changeOf(c), organisation, by, number })
    return c.json({ number: now }, 200)
  })
}

function mountExport(app: AdminApp, ports: ControlPorts): void {
  const yaml = {
    description: 'A configuration file.',
    content: { 'application/yaml': { schema: z.string() } },
  }
  const route = createRoute({
    method: 'get',
    path: `${PATH}/export`,
    summary: 'Everything as one configuration file, secrets as variables',
    tags: ['Configuration'],
    ...access('settings:read', ports),
    request: { params: organisationParams },
    responses: { 200: yaml, ...ERRORS },
  })
  app.openapi(route, (c) => {
    const text = exportYaml(ports.inForce(c.get('actor').organisation))
    return c.body(text, 200, { 'content-type': 'application/yaml; charset=utf-8' })
  })
}

function unknownVersion(number: number): GatewayError {
  const message = `There is no version ${number} of the configuration.`
  return new GatewayError('resource_not_found', { message, param: 'number' })
}
