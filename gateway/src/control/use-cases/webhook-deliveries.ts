import { deliveriesSchema, organisationParams } from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { deliveryOf } from '../alerts/delivery-row.ts'
import { KEPT_DELIVERIES } from '../alerts/outbox.ts'
import { findWebhook } from '../alerts/webhook-row.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const params = organisationParams.extend({ webhookId: z.string().min(1).max(64) })

/** What became of the last alerts of a webhook. */
export const webhookDeliveries: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/webhooks/{webhookId}/deliveries`,
    summary: 'The last alerts that were posted there, or wait to be: the newest twenty',
    tags: ['Alerts'],
    ...access('settings:read', ports),
    request: { params },
    responses: { 200: json('Newest first.', deliveriesSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { webhookId: id } = c.req.valid('param')
    const webhook = await findWebhook(ports.database, { organisation: c.get('actor').organisation, id })
    const rows = await ports.database
      .selectFrom('alert_deliveries')
      .selectAll()
      .where('webhook', '=', webhook.id)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(KEPT_DELIVERIES)
      .execute()
    return c.json({ data: rows.map(deliveryOf) }, 200)
  })
}
