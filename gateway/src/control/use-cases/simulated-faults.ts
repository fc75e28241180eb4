import {
  ifMatchHeaders,
  organisationParams,
  simulatedDeploymentPageSchema,
  simulatedDeploymentSchema,
  simulatedFaultRequestSchema,
} from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import type { Deployment } from '#domain/deployment'
import { GatewayError } from '#domain/errors'
import type { ControlPorts } from '../ports.ts'
import { access, body, changeOf, ERRORS, json, ORGANISATION, WRITE_ERRORS, writes } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const params = organisationParams.extend({
  deploymentId: z
    .string()
    .min(1)
    .max(1_024)
    .meta({ description: 'The id of `health`, or the label, URL-encoded.' }),
})

/** Faults of simulated providers: which there are, and switching them. */
export const simulatedFaults: UseCase = (app, ports) => {
  const list = createRoute({
    method: 'get',
    path: `${ORGANISATION}/simulated-deployments`,
    summary: 'Deployments whose provider is simulated by this gateway, each with its fault',
    description: 'Empty where there are real providers only, as in production.',
    tags: ['Simulation'],
    ...access('health:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('All of them.', simulatedDeploymentPageSchema), ...ERRORS },
  })
  app.openapi(list, (c) => {
    const data = deploymentsOf(c.get('actor').organisation, ports).flatMap((deployment) => {
      const fault = ports.simulated?.faultOf(deployment)
      return fault === undefined ? [] : [answerOf(deployment, fault)]
    })
    return c.json({ data, nextCursor: null }, 200)
  })
  const change = createRoute({
    method: 'post',
    path: `${ORGANISATION}/deployments/{deploymentId}/fault`,
    summary: 'Switch a fault of a simulated provider on or off',
    description:
      'Every request that the deployment sends meets the fault until it is switched off, or until the process ends. ' +
      'Refused for real providers. Its revision is the fault that it has.',
    tags: ['Simulation'],
    ...writes('simulation:operate', ports),
    request: { params, headers: ifMatchHeaders, ...body(simulatedFaultRequestSchema) },
    responses: { 200: json('As it is now.', simulatedDeploymentSchema), ...WRITE_ERRORS },
  })
  app.openapi(change, async (c) => {
    const { deploymentId } = c.req.valid('param')
    const { fault } = c.req.valid('json')
    const deployment = deploymentsOf(c.get('actor').organisation, ports).find(
      ({ id, label }) => id === deploymentId || label === deploymentId,
    )
    if (deployment === undefined) {
      const message = `There is no deployment "${deploymentId.slice(0, 200)}".`
      throw new GatewayError('resource_not_found', { message, param: 'deploymentId' })
    }
    const before = ports.simulated?.faultOf(deployment)
    if (ports.simulated === null || before === undefined) {
      const message = `"${deployment.label}" calls a real provider: only simulated ones have faults to switch.`
      throw new GatewayError('invalid_parameter', { message, param: 'deploymentId' })
    }
    changeOf(c).expect(String(before))
    ports.simulated.setFault(deployment, fault)
    await changeOf(c).record({
      action: 'deployment.fault',
      target: { kind: 'deployment', id: deployment.id, name: deployment.label },
      before: { fault: before },
      after: { fault },
    })
    return c.json(answerOf(deployment, fault), 200)
  })
}

function deploymentsOf(organisation: string, ports: ControlPorts): readonly Deployment[] {
  return ports.deployments(ports.inForce(organisation).configuration)
}

function answerOf(
  { id, label, modelName, provider, upstreamModel }: Deployment,
  fault: z.output<typeof simulatedDeploymentSchema>['fault'],
): z.output<typeof simulatedDeploymentSchema> {
  return { id, deployment: label, model: modelName, provider: provider.name, upstreamModel, fault }
}
