import { invitationSchema, invitedSchema, organisationParams } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import { findMember, requireNotAbove } from '../people/members.ts'
import { makeSignInLink, signInUrl } from '../people/sign-in-links.ts'
import { body, changeOf, ERRORS, json, ORGANISATION, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

export const inviteMember: UseCase = (app, ports) => {
  const { database, clock } = ports
  const route = createRoute({
    method: 'post',
    path: `${ORGANISATION}/members`,
    summary: 'Invite somebody: the answer has a link to hand over',
    description: 'An older invitation of the same address stops working.',
    tags: ['Members'],
    ...writes('members:manage', ports),
    request: { params: organisationParams, ...body(invitationSchema) },
    responses: { 200: json('The invitation.', invitedSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { email, name, role } = c.req.valid('json')
    const { organisation, name: createdBy, role: own } = c.get('actor')
    requireNotAbove(role, own)
    const purpose = { kind: 'invitation', email, name: name ?? null, organisation, role, createdBy } as const
    const { link, invited } = await database.transaction().execute(async (within) => {
      await requireNoMember(within, organisation, email.toLowerCase())
      const made = await makeSignInLink(within, clock, purpose)
      const after = await findMember(within, clock, { organisation, id: made.id })
      const target = { kind: 'member', id: after.id, name: after.email }
      await changeOf(c).record({ action: 'member.invite', target, before: null, after }, within)
      return { link: made, invited: after }
    })
    return c.json({ ...invited, link: signInUrl(ports.origin(), link) }, 200)
  })
}

async function requireNoMember(
  database: ControlDatabase,
  organisation: string,
  email: string,
): Promise<void> {
  const member = await database
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person')
    .select('members.id')
    .where('members.organisation', '=', organisation)
    .where('people.email', '=', email)
    .executeTakeFirst()
  if (member === undefined) return
  const message = `${email} belongs to the organisation already.`
  throw new GatewayError('already_exists', { message, param: 'email' })
}
