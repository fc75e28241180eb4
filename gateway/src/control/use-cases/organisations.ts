import { newOrganisationSchema, organisationPageSchema, organisationSchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { randomUUID } from 'node:crypto'
import { GatewayError } from '#domain/errors'
import { body, changeOf, ERRORS, json, signedIn, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const PATH = '/api/organisations'

/** The organisations that whoever asks belongs to. */
export const organisations: UseCase = (app, ports) => {
  const list = createRoute({
    method: 'get',
    path: PATH,
    summary: 'The organisations that you belong to, with your role in each',
    tags: ['Members'],
    ...signedIn(ports),
    responses: { 200: json('All of them.', organisationPageSchema), ...ERRORS },
  })
  app.openapi(list, async (c) => {
    const data = []
    for (const organisation of await ports.people.organisations.list()) {
      const role = await c.get('identity').roleIn(organisation.id)
      if (role !== null) data.push({ ...organisation, role })
    }
    return c.json({ data, nextCursor: null }, 200)
  })
  create(app, ports)
}

const create: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: PATH,
    summary: 'Make an organisation, with you as its owner',
    description: 'For owners of the organisation of the file.',
    tags: ['Members'],
    ...writes('organisation:manage', ports),
    request: body(newOrganisationSchema),
    responses: { 200: json('The organisation.', organisationSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { id, name } = c.req.valid('json')
    const actor = c.get('actor')
    if (actor.organisation !== ports.signIn.organisation) {
      const message = `Only owners of the organisation "${ports.signIn.organisation}" make others.`
      throw new GatewayError('role_insufficient', { message })
    }
    const now = ports.clock.wallMs()
    await ports.database.transaction().execute(async (within) => {
      const taken = await within
        .selectFrom('organisations')
        .select('id')
        .where('id', '=', id)
        .executeTakeFirst()
      if (taken !== undefined) {
        const message = `There is an organisation "${id}" already.`
        throw new GatewayError('already_exists', { message, param: 'id' })
      }
      await within.insertInto('organisations').values({ id, name, created_at: now }).execute()
      if (actor.kind === 'person') {
        const member = {
          id: randomUUID(),
          organisation: id,
          person: actor.id,
          role: 'owner',
          created_at: now,
        }
        await within.insertInto('members').values(member).execute()
      }
      const target = { kind: 'organisation', id, name }
      await changeOf(c).record(
        { action: 'organisation.create', target, before: null, after: { id, name } },
        within,
      )
    })
    return c.json({ id, name, role: 'owner' as const }, 200)
  })
}
