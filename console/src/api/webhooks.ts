import { queryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'
import type { paths } from './schema.gen.ts'

type Organisation = '/api/organisations/{organisationId}'

export type Webhook = Answer<'webhooks'>['data'][number]
export type Delivery = Answer<'webhooks/{webhookId}/deliveries'>['data'][number]
export type AlertKind = Webhook['alerts'][number]
export type WebhookBody = NonNullable<
  paths[`${Organisation}/webhooks`]['post']['requestBody']
>['content']['application/json']

const MOST = 500

/** Where alerts are posted to, and what became of the last one. */
export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) =>
    answered(
      api.GET('/api/organisations/{organisationId}/webhooks', {
        params: { path: ORGANISATION, query: { limit: MOST } },
        signal,
      }),
    ),
  refetchInterval: 10_000,
})

/** What became of the last alerts of one; some may wait for their next try. */
export function deliveriesQuery(webhook: Pick<Webhook, 'id'>) {
  return queryOptions({
    queryKey: ['webhooks', webhook.id, 'deliveries'],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/api/organisations/{organisationId}/webhooks/{webhookId}/deliveries', {
          params: { path: path(webhook) },
          signal,
        }),
      ),
    refetchInterval: 5_000,
  })
}

/** The answer has the secret that signs, this once. */
export function createWebhook(body: WebhookBody) {
  return answered(
    api.POST('/api/organisations/{organisationId}/webhooks', { params: { path: ORGANISATION }, body }),
  )
}

const path = ({ id }: Pick<Webhook, 'id'>) => ({ ...ORGANISATION, webhookId: id })

export function changeWebhook(webhook: Pick<Webhook, 'id' | 'revision'>, body: Partial<WebhookBody>) {
  return answered(
    api.PATCH('/api/organisations/{organisationId}/webhooks/{webhookId}', {
      params: { path: path(webhook) },
      headers: { 'if-match': `"${webhook.revision}"` },
      body,
    }),
  )
}

export function deleteWebhook(webhook: Pick<Webhook, 'id'>) {
  return answered(
    api.DELETE('/api/organisations/{organisationId}/webhooks/{webhookId}', {
      params: { path: path(webhook) },
    }),
  )
}

/** Posts an alert to try it out, once. */
export function tryWebhook(webhook: Pick<Webhook, 'id'>) {
  return answered(
    api.POST('/api/organisations/{organisationId}/webhooks/{webhookId}/test', {
      params: { path: path(webhook) },
    }),
  )
}
