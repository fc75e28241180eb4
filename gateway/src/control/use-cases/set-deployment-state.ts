import {
  deploymentHealthSchema,
  deploymentStateRequestSchema,
  ifMatchHeaders,
  organisationParams,
} from '@backstay/contract/admin'
import type { DeploymentHealth } from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import type { Configuration } from '#domain/configuration'
import { GatewayError } from '#domain/errors'
import { body, changeOf, json, ORGANISATION, WRITE_ERRORS, writes } from '../route-parts.ts'
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
      'Running attempts finish. What is set ends by itself or by a reset, and outlives a reload of the file. Where state is shared (Redis, several workers), all processes follow, and those that start later; otherwise it ends with the process. Its revision is the state that it has.',
    tags: ['Health'],
    ...writes('deployments:operate', ports),
    request: { params, headers: ifMatchHeaders, ...body(deploymentStateRequestSchema) },
    responses: { 200: json('How it is doing now.', deploymentHealthSchema), ...WRITE_ERRORS },
  })
  const healthOf = (id: string, configuration: Configuration): DeploymentHealth => {
    const found = ports.health(configuration).deployments.find((one) => one.id === id)
    if (found === undefined) throw new Error('a deployment without health')
    return found
  }
  app.openapi(route, async (c) => {
    const { deploymentId } = c.req.valid('param')
    const { configuration } = ports.inForce(c.get('actor').organisation)
    const { state, forMs, until, reason } = c.req.valid('json')
    const deployment = ports
      .deployments(configuration)
      .find(({ id, label }) => id === deploymentId || label === deploymentId)
    if (deployment === undefined) {
      const message = `There is no deployment "${deploymentId.slice(0, 200)}".`
      throw new GatewayError('resource_not_found', { message, param: 'deploymentId' })
    }
    const time = until === undefined ? (forMs ?? null) : Date.parse(until) - ports.clock.wallMs()
    if (time !== null && time <= 0) {
      throw new GatewayError('invalid_body', { message: '`until` is in the past.', param: 'until' })
    }
    const before = healthOf(deployment.id, configuration)
    changeOf(c).expect(before.state)
    ports.setState(deployment, { state, forMs: time, reason, by: c.get('actor').id })
    const now = healthOf(deployment.id, configuration)
    await changeOf(c).record({
      action: `deployment.${state}`,
      target: { kind: 'deployment', id: deployment.id, name: deployment.label },
      before: { state: before.state, until: before.until },
      after: { state: now.state, until: now.until, reason },
    })
    return c.json(now, 200)
  })
}
