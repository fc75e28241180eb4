import {
  ifMatchHeaders,
  namedOrganisationSchema,
  organisationNameSchema,
  organisationParams,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { createHash } from 'node:crypto'
import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import {
  access,
  body,
  changeOf,
  ERRORS,
  etag,
  json,
  ORGANISATION,
  WRITE_ERRORS,
  writes,
} from '../route-parts.ts'
import { serially } from '../serially.ts'
import type { UseCase } from '../use-case.ts'

/** What an organisation is called, and another name for it. Its id, and all that it has, stay. */
export const renameOrganisation: UseCase = (app, ports) => {
  const read = createRoute({
    method: 'get',
    path: ORGANISATION,
    summary: 'The organisation',
    tags: ['Members'],
    ...access('settings:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('The organisation.', namedOrganisationSchema), ...ERRORS },
  })
  app.openapi(read, async (c) => {
    const { organisation: id, role } = c.get('actor')
    const name = await nameOf(ports.database, id)
    const revision = revisionOf(name)
    etag(c, revision)
    return c.json({ id, name, role, revision }, 200)
  })

  const rename = createRoute({
    method: 'patch',
    path: ORGANISATION,
    summary: 'Give the organisation another name',
    tags: ['Members'],
    ...writes('organisation:manage', ports),
    request: { params: organisationParams, headers: ifMatchHeaders, ...body(organisationNameSchema) },
    responses: { 200: json('As it is now.', namedOrganisationSchema), ...WRITE_ERRORS },
  })
  app.openapi(rename, async (c) => {
    const { organisation: id, role } = c.get('actor')
    const { name } = c.req.valid('json')
    await serially(ports.database, async (within) => {
      const was = await nameOf(within, id)
      changeOf(c).expect(revisionOf(was))
      await within.updateTable('organisations').set({ name }).where('id', '=', id).execute()
      const target = { kind: 'organisation', id, name }
      const [before, after] = [was, name].map((one) => ({ id, name: one }))
      await changeOf(c).record({ action: 'organisation.rename', target, before, after }, within)
    })
    const revision = revisionOf(name)
    etag(c, revision)
    return c.json({ id, name, role, revision }, 200)
  })
}

async function nameOf(database: ControlDatabase, id: string): Promise<string> {
  const found = await database
    .selectFrom('organisations')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst()
  if (found !== undefined) return found.name
  throw new GatewayError('resource_not_found', {
    message: `There is no organisation "${id}".`,
    param: 'organisationId',
  })
}

/** There is nothing else of it to be changed; a header takes no name as it is. */
function revisionOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 12)
}
