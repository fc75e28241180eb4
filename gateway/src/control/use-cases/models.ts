import {
  deploymentPageSchema,
  modelPageSchema,
  modelResourceSchema,
  resourceParams,
} from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { deploymentAnswers, modelAnswer } from '../resources/model-answer.ts'
import { mountReads } from '../resources/mount-reads.ts'
import { findResource } from '../resources/resource.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

/** Models with their deployments. */
export const models: UseCase = (app, ports) => {
  mountReads(app, ports, {
    kind: 'model',
    plural: 'models',
    tag: 'Models',
    permission: 'models:read',
    page: modelPageSchema,
    one: modelResourceSchema,
    answer: modelAnswer,
  })
  const listDeployments = createRoute({
    method: 'get',
    path: `${ORGANISATION}/models/{id}/deployments`,
    summary: 'The deployments of a model, with what each gets of its traffic',
    tags: ['Models'],
    ...access('models:read', ports),
    request: { params: resourceParams },
    responses: { 200: json('All of them.', deploymentPageSchema), ...ERRORS },
  })
  app.openapi(listDeployments, (c) => {
    const inForce = ports.inForce(c.get('actor').organisation)
    const model = findResource('model', inForce, c.req.valid('param').id)
    return c.json({ data: deploymentAnswers(model, inForce), nextCursor: null }, 200)
  })
}
