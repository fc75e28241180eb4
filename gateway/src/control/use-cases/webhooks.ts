import {
  createdWebhookSchema,
  memberQuerySchema,
  newWebhookSchema,
  organisationParams,
  webhookPageSchema,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { randomBytes, randomUUID } from 'node:crypto'
import type { WebhookTable } from '#store/alerts-schema'
import { webhookOf } from '../alerts/webhook-row.ts'
import { access, body, changeOf, ERRORS, etag, json, ORGANISATION, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const PATH = `${ORGANISATION}/webhooks`

/** Where alerts are posted to. */
export const webhooks: UseCase = (app, ports) => {
  const list = createRoute({
    method: 'get',
    path: PATH,
    summary: 'Where alerts are posted to',
    tags: ['Alerts'],
    ...access('settings:read', ports),
    request: { params: organisationParams, query: memberQuerySchema },
    responses: { 200: json('One page.', webhookPageSchema), ...ERRORS },
  })
  app.openapi(list, async (c) => {
    const { cursor, limit } = c.req.valid('query')
    const rows = await ports.database
      .selectFrom('webhooks')
      .selectAll()
      .where('organisation', '=', c.get('actor').organisation)
      .where('id', '>', cursor ?? '')
      .orderBy('id')
      .limit(limit)
      .execute()
    const nextCursor = rows.length < limit ? null : (rows.at(-1)?.id ?? null)
    return c.json({ data: rows.map(webhookOf), nextCursor }, 200)
  })
  create(app, ports)
}

const create: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: PATH,
    summary: 'Have alerts posted somewhere; the secret that signs them is shown this once',
    tags: ['Alerts'],
    ...writes('settings:write', ports),
    request: { params: organisationParams, ...body(newWebhookSchema) },
    responses: { 200: json('The webhook.', createdWebhookSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { name, url, alerts, fallbackShare, enabled } = c.req.valid('json')
    const id = randomUUID()
    const secret = `whsec_${randomBytes(32).toString('base64')}`
    const row: WebhookTable = {
      id,
      organisation: c.get('actor').organisation,
      name,
      url,
      alerts: JSON.stringify(alerts),
      fallback_share: fallbackShare,
      enabled: enabled ? 1 : 0,
      ...ports.secrets().seal(id, secret),
      revision: 1,
      sent_at: null,
      sent_detail: null,
    }
    const after = webhookOf(row)
    await ports.database.transaction().execute(async (within) => {
      await within.insertInto('webhooks').values(row).execute()
      const target = { kind: 'webhook', id, name }
      await changeOf(c).record({ action: 'webhook.create', target, before: null, after }, within)
    })
    etag(c, row.revision)
    return c.json({ ...after, secret }, 200)
  })
}
