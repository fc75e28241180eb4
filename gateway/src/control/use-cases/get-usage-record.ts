import { organisationParams, usageRecordSchema } from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const params = organisationParams.extend({
  requestId: z.string().min(1).max(128).meta({ description: 'The `x-request-id` of the answer.' }),
})

export const getUsageRecord: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/usage/{requestId}`,
    summary: 'The usage record of one request, with every attempt',
    tags: ['Usage'],
    ...access('usage:read', ports),
    request: { params },
    responses: { 200: json('The record.', usageRecordSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { requestId } = c.req.valid('param')
    const record = await ports.reader.ask('find-usage', {
      organisation: c.get('actor').organisation,
      id: requestId,
    })
    if (record === null) {
      const message = `There is no usage record "${requestId}".`
      throw new GatewayError('resource_not_found', { message, param: 'requestId' })
    }
    return c.json(record as z.output<typeof usageRecordSchema>, 200)
  })
}
