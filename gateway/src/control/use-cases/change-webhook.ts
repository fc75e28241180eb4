import {
  ifMatchHeaders,
  organisationParams,
  webhookChangeSchema,
  webhookSchema,
  webhookTestSchema,
} from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import type { WebhookTable } from '#store/alerts-schema'
import { findWebhook, webhookOf } from '../alerts/webhook-row.ts'
import { body, changeOf, etag, json, ORGANISATION, WRITE_ERRORS, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const PATH = `${ORGANISATION}/webhooks/{webhookId}`
const params = organisationParams.extend({ webhookId: z.string().min(1).max(64) })

/** Changes, removes or tries out where alerts are posted to. */
export const changeWebhook: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'patch',
    path: PATH,
    summary: 'Change where alerts are posted to, and which',
    tags: ['Alerts'],
    ...writes('settings:write', ports),
    request: { params, headers: ifMatchHeaders, ...body(webhookChangeSchema) },
    responses: { 200: json('As it is now.', webhookSchema), ...WRITE_ERRORS },
  })
  app.openapi(route, async (c) => {
    const { webhookId: id } = c.req.valid('param')
    const { name, url, alerts, fallbackShare, enabled } = c.req.valid('json')
    const { organisation } = c.get('actor')
    const after = await ports.database.transaction().execute(async (within) => {
      const row = await findWebhook(within, { organisation, id })
      changeOf(c).expect(row.revision)
      const changed: WebhookTable = {
        ...row,
        name: name ?? row.name,
        url: url ?? row.url,
        alerts: alerts === undefined ? row.alerts : JSON.stringify(alerts),
        fallback_share: fallbackShare ?? row.fallback_share,
        enabled: enabled === undefined ? row.enabled : Number(enabled),
        revision: row.revision + 1,
      }
      await within.updateTable('webhooks').set(changed).where('id', '=', id).execute()
      const target = { kind: 'webhook', id, name: changed.name }
      const told = { before: webhookOf(row), after: webhookOf(changed) }
      await changeOf(c).record({ action: 'webhook.update', target, ...told }, within)
      return told.after
    })
    etag(c, after.revision)
    return c.json(after, 200)
  })
  remove(app, ports)
  tryOut(app, ports)
}

const remove: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'delete',
    path: PATH,
    summary: 'Post no alerts there any more',
    tags: ['Alerts'],
    ...writes('settings:write', ports),
    request: { params, headers: ifMatchHeaders },
    responses: { 200: json('As it was.', webhookSchema), ...WRITE_ERRORS },
  })
  app.openapi(route, async (c) => {
    const { webhookId: id } = c.req.valid('param')
    const { organisation } = c.get('actor')
    const before = await ports.database.transaction().execute(async (within) => {
      const row = await findWebhook(within, { organisation, id })
      changeOf(c).expect(row.revision)
      await within.deleteFrom('webhooks').where('id', '=', id).execute()
      await within.deleteFrom('alert_deliveries').where('webhook', '=', id).execute()
      const target = { kind: 'webhook', id, name: row.name }
      await changeOf(c).record(
        { action: 'webhook.delete', target, before: webhookOf(row), after: null },
        within,
      )
      return webhookOf(row)
    })
    return c.json(before, 200)
  })
}

const tryOut: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: `${PATH}/test`,
    summary: 'Post an alert to try it out, once',
    tags: ['Alerts'],
    ...writes('settings:write', ports),
    request: { params, headers: ifMatchHeaders },
    responses: { 200: json('What became of it.', webhookTestSchema), ...WRITE_ERRORS },
  })
  app.openapi(route, async (c) => {
    const { webhookId: id } = c.req.valid('param')
    const row = await findWebhook(ports.database, { organisation: c.get('actor').organisation, id })
    changeOf(c).expect(row.revision)
    const problem = await ports.alerts.try(row)
    const target = { kind: 'webhook', id, name: row.name }
    const after = { delivered: problem === null, detail: problem ?? '' }
    await changeOf(c).record({ action: 'webhook.test', target, before: null, after })
    return c.json(after, 200)
  })
}
