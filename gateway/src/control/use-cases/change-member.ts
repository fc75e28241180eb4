import { ifMatchHeaders, memberSchema, organisationParams, roleChangeSchema } from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ControlDatabase } from '#store/control-database'
import type { AdminEnv } from '../admin-app.ts'
import type { Member } from '../people/members.ts'
import { findMember, requireNotAbove, requireOwner } from '../people/members.ts'
import type { ControlPorts } from '../ports.ts'
import { body, changeOf, json, ORGANISATION, WRITE_ERRORS, writes } from '../route-parts.ts'
import { serially } from '../serially.ts'
import type { UseCase } from '../use-case.ts'

const PATH = `${ORGANISATION}/members/{memberId}`
const params = organisationParams.extend({ memberId: z.string().min(1).max(64) })

/** Another role, or none. */
export const changeMember: UseCase = (app, ports) => {
  const patch = createRoute({
    method: 'patch',
    path: PATH,
    summary: 'Give a member, or somebody who was invited, another role',
    tags: ['Members'],
    ...writes('members:manage', ports),
    description: 'Its revision is the role that it has.',
    request: { params, headers: ifMatchHeaders, ...body(roleChangeSchema) },
    responses: { 200: json('As it is now.', memberSchema), ...WRITE_ERRORS },
  })
  app.openapi(patch, async (c) => {
    const { memberId } = c.req.valid('param')
    const { role } = c.req.valid('json')
    requireNotAbove(role, c.get('actor').role)
    return c.json(await change(c, ports, { id: memberId, action: 'member.role', role }), 200)
  })

  const remove = createRoute({
    method: 'delete',
    path: PATH,
    summary: 'Take a member out of the organisation, or an invitation back',
    tags: ['Members'],
    ...writes('members:manage', ports),
    description: 'Its revision is the role that it has.',
    request: { params, headers: ifMatchHeaders },
    responses: { 200: json('As it was.', memberSchema), ...WRITE_ERRORS },
  })
  app.openapi(remove, async (c) => {
    const { memberId } = c.req.valid('param')
    return c.json(await change(c, ports, { id: memberId, action: 'member.remove', role: null }), 200)
  })
}

interface Asked {
  readonly id: string
  readonly action: string
  /** `null`: none any more. */
  readonly role: Member['role'] | null
}

/** Does it with the member, or with the invitation, and answers what it is then, or was last. */
async function change(
  c: Context<AdminEnv>,
  { database, clock }: ControlPorts,
  { id, action, role }: Asked,
): Promise<Member> {
  const { organisation, role: own } = c.get('actor')
  return serially(database, async (within) => {
    const before = await findMember(within, clock, { organisation, id })
    requireNotAbove(before.role, own)
    changeOf(c).expect(before.role)
    if (role === null) await removeRow(within, before)
    else await changeRow(within, before, role)
    if (before.role === 'owner' && before.state === 'active') await requireOwner(within, organisation)
    const after = role === null ? null : { ...before, role }
    const target = { kind: 'member', id, name: before.email }
    await changeOf(c).record({ action, target, before, after }, within)
    return after ?? before
  })
}

async function removeRow(within: ControlDatabase, { id, state }: Member): Promise<void> {
  const table = state === 'active' ? 'members' : 'sign_in_links'
  await within.deleteFrom(table).where('id', '=', id).execute()
}

async function changeRow(within: ControlDatabase, { id, state }: Member, role: string): Promise<void> {
  const table = state === 'active' ? 'members' : 'sign_in_links'
  await within.updateTable(table).set({ role }).where('id', '=', id).execute()
}
