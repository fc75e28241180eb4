import {
  deploymentHealthSchema,
  deploymentStateRequestSchema,
  organisationParams,
} from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import { access, body, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const params = organisationParams.extend({
  deploymentId: z
    .string()
    .min(1)
    .max(1_024)
    .meta({ description: 'The id of `health`, or the label, URL-encoded.' }),
})

export const setDeploymentState: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: `${ORGANISATION}/deployments/{deploymentId}/state`,
    summary: 'Drain a deployment, force its breaker open, or reset it',
    description:
      'Running attempts finish. What is set ends by itself, outlives a reload of the file, and ends with the process.',
    tags: ['Health'],
    ...access('deployments:operate', ports),
    request: { params, ...body(deploymentStateRequestSchema) },
    responses: { 200: json('How it is doing now.', deploymentHealthSchema), ...ERRORS },
  })
  app.openapi(route, (c) => {
    const { deploymentId } = c.req.valid('param')
    const { state, forMs, until, reason } = c.req.valid('json')
    const deployment = ports
      .deployments()
      .find(({ id, label }) => id === deploymentId || label === deploymentId)
    if (deployment === undefined) {
      const message = `There is no deployment "${deploymentId.slice(0, 200)}".`
      throw new GatewayError('resource_not_found', { message, param: 'deploymentId' })
    }
    const time = until === undefined ? (forMs ?? null) : Date.parse(until) - ports.clock.wallMs()
    if (time !== null && time <= 0) {
      throw new GatewayError('invalid_body', { message: '`until` is in the past.', param: 'until' })
    }
    ports.setState(deployment, { state, forMs: time, reason, by: c.get('actor').id })
    const now = ports.health().deployments.find(({ id }) => id === deployment.id)
    if (now === undefined) throw new Error('a deployment without health')
    return c.json(now, 200)
  })
}
