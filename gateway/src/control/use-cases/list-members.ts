import { memberPageSchema, memberQuerySchema, organisationParams } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { listMembers } from '../people/members.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

export const listMembersRoute: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/members`,
    summary: 'Who belongs to the organisation, and who was invited',
    tags: ['Members'],
    ...access('members:read', ports),
    request: { params: organisationParams, query: memberQuerySchema },
    responses: { 200: json('One page.', memberPageSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const { organisation } = c.get('actor')
    const data = await listMembers(ports.database, ports.clock, { organisation, ...query })
    return c.json({ data, nextCursor: data.length < query.limit ? null : (data.at(-1)?.id ?? null) }, 200)
  })
}
