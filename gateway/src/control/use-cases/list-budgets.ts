import { budgetListSchema, organisationParams } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { budgetAnswers } from '../resources/budget-answer.ts'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

/** Budgets and what was spent of them. */
export const listBudgets: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/budgets`,
    summary: 'Budgets of the organisation and of its keys, and what was spent of them',
    description: 'They also stand in the settings and in the limits of a key.',
    tags: ['Budgets'],
    ...access('budgets:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('All of them.', budgetListSchema), ...ERRORS },
  })
  app.openapi(route, (c) => {
    const inForce = ports.inForce(c.get('actor').organisation)
    const data = [...budgetAnswers(inForce, ports.budgetStanding)]
    const unpriced = [...inForce.configuration.models.values()]
      .filter(({ deployments }) => deployments.some(({ price }) => price === null))
      .map(({ name }) => name as string)
    return c.json({ data, nextCursor: null, unpriced }, 200)
  })
}
