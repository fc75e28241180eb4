import type { deliveriesSchema } from '@backstay/contract/admin'
import type { z } from '@hono/zod-openapi'
import type { AlertDeliveryTable } from '#store/alerts-schema'

type Delivery = z.output<typeof deliveriesSchema>['data'][number]

/** A delivery as the admin API shows it. */
export function deliveryOf(row: AlertDeliveryTable): Delivery {
  const { id, created_at: at, tried: tries, due_at: dueAt, ended_at: endedAt, detail } = row
  const { kind, text } = JSON.parse(row.body) as { readonly kind: string; readonly text: string }
  const waits = endedAt === null
  return {
    id,
    kind,
    text,
    at,
    state: waits ? 'waiting' : detail === '' ? 'delivered' : 'given_up',
    tries,
    detail: detail ?? '',
    endedAt,
    // Before the first try has ended it is under way.
    nextTryAt: waits && tries > 0 ? dueAt : null,
  }
}
