import { auditPageSchema, auditQuerySchema, organisationParams } from '@backstay/contract/admin'
import type { auditEntrySchema } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { AuditTable } from '#store/schema'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

type Entry = z.output<typeof auditEntrySchema>

export const listAuditLogs: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/audit-logs`,
    summary: 'Who changed what over the admin API, newest first',
    tags: ['Audit'],
    ...access('audit:read', ports),
    request: { params: organisationParams, query: auditQuerySchema },
    responses: { 200: json('One page.', auditPageSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const found = await ports.audit.list({ ...query, organisation: c.get('actor').organisation })
    const nextCursor = found.length < query.limit ? null : (found.at(-1)?.id ?? null)
    return c.json({ data: found.map(entryOf), nextCursor }, 200)
  })
}

function entryOf(row: AuditTable): Entry {
  return {
    id: row.id,
    at: row.at,
    organisation: row.organisation,
    actor: { kind: row.actor_kind as Entry['actor']['kind'], id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id, name: row.target_name },
    before: valueOf(row.before),
    after: valueOf(row.after),
    request: row.request,
  }
}

function valueOf(text: string | null): unknown {
  return text === null ? null : JSON.parse(text)
}
