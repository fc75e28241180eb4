import type { serviceTokenSchema } from '@backstay/contract/admin'
import {
  ifMatchHeaders,
  createdServiceTokenSchema,
  memberQuerySchema,
  newServiceTokenSchema,
  organisationParams,
  serviceTokenPageSchema,
  serviceTokenSchema as answer,
} from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import type { ServiceTokenTable } from '#store/people-schema'
import { isAtMost } from '../actor.ts'
import { roleOf } from '../people/organisations.ts'
import { newServiceToken, stateOf } from '../people/service-tokens.ts'
import { access, body, changeOf, ERRORS, json, ORGANISATION, WRITE_ERRORS, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type ServiceToken = z.output<typeof serviceTokenSchema>

const PATH = `${ORGANISATION}/service-tokens`
const params = organisationParams.extend({ tokenId: z.string().min(1).max(64) })

/** Tokens by which programs use the admin API. */
export const serviceTokens: UseCase = (app, ports) => {
  const list = createRoute({
    method: 'get',
    path: PATH,
    summary: 'Tokens of programs; never the tokens themselves',
    tags: ['Members'],
    ...access('members:read', ports),
    request: { params: organisationParams, query: memberQuerySchema },
    responses: { 200: json('One page.', serviceTokenPageSchema), ...ERRORS },
  })
  app.openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    let query = ports.database
      .selectFrom('service_tokens')
      .selectAll()
      .where('organisation', '=', c.get('actor').organisation)
      .orderBy('id')
      .limit(limit)
    if (cursor !== undefined) query = query.where('id', '>', cursor)
    const rows = await query.execute()
    const nextCursor = rows.length < limit ? null : (rows.at(-1)?.id ?? null)
    const now = ports.clock.wallMs()
    return c.json({ data: rows.map((row) => answerOf(row, now)), nextCursor }, 200)
  })
  create(app, ports)
  revoke(app, ports)
}

const create: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: PATH,
    summary: 'Make a token for a program; it is shown this once',
    tags: ['Members'],
    ...writes('tokens:manage', ports),
    request: { params: organisationParams, ...body(newServiceTokenSchema) },
    responses: { 200: json('The token.', createdServiceTokenSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { name, role, expiresAt } = c.req.valid('json')
    const actor = c.get('actor')
    if (!isAtMost(role, actor.role)) {
      const message = `A token may not be more than you are: ${role} is more than ${actor.role}.`
      throw new GatewayError('role_insufficient', { message, param: 'role' })
    }
    const now = ports.clock.wallMs()
    const ends = expiresAt === undefined ? null : Date.parse(expiresAt)
    if (ends !== null && ends <= now) {
      throw new GatewayError('invalid_body', { message: '`expiresAt` is in the past.', param: 'expiresAt' })
    }
    const { organisation, name: createdBy } = actor
    const asked = { organisation, name, role, createdBy, createdAt: now, expiresAt: ends }
    const { token, row } = newServiceToken(asked)
    const made = answerOf(row, now)
    await ports.database.transaction().execute(async (within) => {
      await within.insertInto('service_tokens').values(row).execute()
      const target = { kind: 'service-token', id: row.id, name }
      await changeOf(c).record({ action: 'service-token.create', target, before: null, after: made }, within)
    })
    return c.json({ ...made, token }, 200)
  })
}

const revoke: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'delete',
    path: `${PATH}/{tokenId}`,
    summary: 'Revoke a token: it stops working at once',
    tags: ['Members'],
    ...writes('tokens:manage', ports),
    description: 'Its revision is the state that it has.',
    request: { params, headers: ifMatchHeaders },
    responses: { 200: json('As it is now.', answer), ...WRITE_ERRORS },
  })
  app.openapi(route, async (c) => {
    const { tokenId } = c.req.valid('param')
    const { organisation, role } = c.get('actor')
    const now = ports.clock.wallMs()
    const revoked = await ports.database.transaction().execute(async (within) => {
      const row = await within
        .selectFrom('service_tokens')
        .selectAll()
        .where('organisation', '=', organisation)
        .where('id', '=', tokenId)
        .executeTakeFirst()
      if (row === undefined) throw unknownToken(tokenId)
      if (!isAtMost(roleOf(row.role), role)) throw new GatewayError('role_insufficient', { param: 'tokenId' })
      changeOf(c).expect(stateOf(row, now))
      const after = { ...row, revoked_at: row.revoked_at ?? now }
      await within
        .updateTable('service_tokens')
        .set({ revoked_at: after.revoked_at })
        .where('id', '=', row.id)
        .execute()
      const target = { kind: 'service-token', id: row.id, name: row.name }
      const [before, done] = [answerOf(row, now), answerOf(after, now)]
      await changeOf(c).record({ action: 'service-token.revoke', target, before, after: done }, within)
      return done
    })
    return c.json(revoked, 200)
  })
}

function unknownToken(id: string): GatewayError {
  const message = `There is no service token "${id}".`
  return new GatewayError('resource_not_found', { message, param: 'tokenId' })
}

function answerOf(row: ServiceTokenTable, now: number): ServiceToken {
  return {
    id: row.id,
    name: row.name,
    role: roleOf(row.role),
    state: stateOf(row, now),
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
