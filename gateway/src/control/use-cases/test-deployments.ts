import { randomUUID } from 'node:crypto'
import { deploymentSchema } from '@backstay/contract'
import {
  deploymentTestRequestSchema,
  deploymentTestsSchema,
  organisationParams,
  toFile,
} from '@backstay/contract/admin'
import type { DeploymentTest } from '@backstay/contract/admin'
import { createRoute, z } from '@hono/zod-openapi'
import { GatewayError } from '#domain/errors'
import type { Deployment } from '#domain/deployment'
import type { Model } from '#domain/model'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import { completeModel } from '../resources/complete-model.ts'
import { keepSecrets } from '../resources/kept-secrets.ts'
import { findResource } from '../resources/resource.ts'
import type { ControlPorts } from '../ports.ts'
import { access, body, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

const FILE = z.object({ deployments: z.array(deploymentSchema) })

/** "Test & continue": deployments are really called, saved or not. */
export const testDeployments: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'post',
    path: `${ORGANISATION}/deployments/test`,
    summary: 'Really call deployments, saved or not, and say what came of it',
    description:
      'A short request of the type of the model, through the code that sends real ones. It is paid for, and counts for no statistics.',
    tags: ['Models'],
    ...access('deployments:test', ports),
    request: { params: organisationParams, ...body(deploymentTestRequestSchema) },
    responses: { 200: json('One result per deployment.', deploymentTestsSchema), ...ERRORS },
  })
  app.openapi(route, async (c) => {
    const { organisation } = c.get('actor')
    const { type, model, deployments } = c.req.valid('json')
    const tested =
      deployments === undefined
        ? saved(ports.inForce(organisation), model)
        : unsaved(ports, organisation, { type, deployments })
    const results = await Promise.all(
      tested.deployments.map(async (deployment, index) => ({
        index,
        ...(deployment.enabled ? await ports.testDeployment(tested.model, deployment) : skipped(deployment)),
      })),
    )
    const called = results.filter((result) => !result.skipped)
    return c.json({ passed: called.length > 0 && called.every(({ passed }) => passed), results }, 200)
  })
}

interface Tested {
  readonly model: Model
  readonly deployments: readonly Deployment[]
}

function saved(inForce: InForce, id: string | undefined): Tested {
  if (id === undefined) {
    const message = '`deployments`: missing; give them, or the `model` whose deployments are tested.'
    throw new GatewayError('invalid_body', { message, param: 'deployments' })
  }
  const { name } = findResource('model', inForce, id)
  return compiled(name, inForce)
}

/** Compiled as a model of a name that nobody has. */
function unsaved(
  ports: ControlPorts,
  organisation: string,
  { type, deployments }: { readonly type: string; readonly deployments: unknown },
): Tested {
  const name = `test-${randomUUID()}`
  const sent = toFile(FILE, { deployments }) as EntryBody
  const inForce = ports.preview(organisation, (current): readonly EntryEdit[] => {
    const { body: completed, also } = completeModel({ body: { ...sent, type } }, current)
    return [...also, { kind: 'model', id: null, name, body: keepSecrets('model', completed, []) }]
  })
  return compiled(name, inForce)
}

function compiled(name: string, { configuration }: InForce): Tested {
  const model = configuration.models.get(name)
  if (model === undefined) throw new Error(`model ${name} is not compiled`)
  return { model, deployments: model.deployments }
}

function skipped(deployment: Deployment): Omit<DeploymentTest, 'index'> {
  return {
    provider: deployment.provider.name,
    model: deployment.upstreamModel,
    passed: false,
    skipped: true,
    latencyMs: null,
    status: null,
    class: null,
    message: null,
    answer: null,
    reportedModel: null,
  }
}
