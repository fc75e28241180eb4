import * as z from 'zod'
import { baseUrl } from '../scalars.ts'
import { pageOf } from './query.ts'

/** What operators can be told of. */
export const ALERT_KINDS = [
  'breaker-opened',
  'credential-benched',
  'chain-exhausted',
  'fallback-share',
  'budget-threshold',
  'config-refused',
  'store-failing',
] as const

const alertKinds = z.array(z.enum(ALERT_KINDS)).min(1).max(ALERT_KINDS.length)
const name = z.string().trim().min(1).max(120)
const url = baseUrl.meta({ description: 'Where alerts are posted. Link-local addresses are refused.' })
const fallbackShare = z
  .number()
  .gt(0)
  .max(1)
  .meta({ description: 'More than this share of the requests of five minutes moved: `fallback-share`.' })

/** Where alerts are posted to. */
export const webhookSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  alerts: alertKinds,
  fallbackShare,
  enabled: z.boolean(),
  revision: z.number(),
  lastDelivery: z
    .object({ at: z.number(), delivered: z.boolean(), detail: z.string() })
    .nullable()
    .meta({ description: 'null: nothing was sent yet.' }),
})

export const webhookPageSchema = pageOf(webhookSchema)

export const newWebhookSchema = z.strictObject({
  name,
  url,
  alerts: alertKinds.default([...ALERT_KINDS]),
  fallbackShare: fallbackShare.default(0.2),
  enabled: z.boolean().default(true),
})

export const webhookChangeSchema = z
  .strictObject({ name, url, alerts: alertKinds, fallbackShare, enabled: z.boolean() })
  .partial()

/** The secret that signs is shown this once. */
export const createdWebhookSchema = webhookSchema.extend({
  secret: z.string().meta({ description: 'As the libraries of Standard Webhooks take it.' }),
})

const delivery = z.object({
  id: z.string().meta({ description: 'Of the message: `webhook-id`, the same at every try.' }),
  kind: z.string().meta({ description: 'Of the alert; `test`: sent to try it out.' }),
  text: z.string(),
  at: z.number().meta({ description: 'When it was told of, milliseconds since the Unix epoch.' }),
  state: z.enum(['waiting', 'delivered', 'given_up']),
  tries: z.number().meta({ description: 'That are over.' }),
  detail: z.string().meta({ description: 'Why the last try failed; empty: it did not.' }),
  endedAt: z.number().nullable(),
  nextTryAt: z.number().nullable(),
})

/** The last alerts of a webhook: what became of each. */
export const deliveriesSchema = z.object({ data: z.array(delivery) })

/** What became of an alert that was sent to try it out. */
export const webhookTestSchema = z.object({ delivered: z.boolean(), detail: z.string() })

export type AlertKind = (typeof ALERT_KINDS)[number]
