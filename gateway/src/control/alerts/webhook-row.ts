import type { AlertKind, webhookSchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import { GatewayError } from '#domain/errors'
import type { WebhookTable } from '#store/alerts-schema'
import type { ControlDatabase } from '#store/control-database'

export type Webhook = z.output<typeof webhookSchema>

/** A webhook as the admin API shows it: without its secret. */
export function webhookOf(row: WebhookTable): Webhook {
  const { id, name, url, fallback_share: fallbackShare, enabled, revision } = row
  const lastDelivery =
    row.sent_at === null
      ? null
      : { at: row.sent_at, delivered: row.sent_detail === '', detail: row.sent_detail ?? '' }
  return {
    id,
    name,
    url,
    alerts: alertsOf(row),
    fallbackShare,
    enabled: enabled === 1,
    revision,
    lastDelivery,
  }
}

export function alertsOf({ alerts }: WebhookTable): AlertKind[] {
  return JSON.parse(alerts) as AlertKind[]
}

/** @throws GatewayError - 404. */
export async function findWebhook(
  database: ControlDatabase,
  { organisation, id }: { readonly organisation: string; readonly id: string },
): Promise<WebhookTable> {
  const row = await database
    .selectFrom('webhooks')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row !== undefined) return row
  throw new GatewayError('resource_not_found', {
    message: `There is no webhook "${id}".`,
    param: 'webhookId',
  })
}
