import { budgetListSchema, organisationParams } from '@backstay/contract/admin'
import { createRoute } from '@hono/zod-openapi'
import { access, ERRORS, json, ORGANISATION } from '../route-parts.ts'
import type { UseCase } from '../use-case.ts'

/** Budgets and what was spent of them. */
export const listBudgets: UseCase = (app, ports) => {
  const route = createRoute({
    method: 'get',
    path: `${ORGANISATION}/budgets`,
    summary: 'Budgets of the organisation and of its keys, and what was spent of them',
    description: 'They are set with the settings and with the limits of a key.',
    tags: ['Budgets'],
    ...access('budgets:read', ports),
    request: { params: organisationParams },
    responses: { 200: json('All of them.', budgetListSchema), ...ERRORS },
  })
  app.openapi(route, (c) => {
    const { configuration } = ports.inForce(c.get('actor').organisation)
    const { organisation, keys, models } = configuration
    const all = [organisation.budget, ...[...keys.values()].map(({ limits }) => limits.budget)]
    const budgets = new Map(all.flatMap((budget) => (budget === null ? [] : [[budget.id, budget] as const])))
    const data = [...budgets.values()].map((budget) => {
      const { owner, usd, per, atLimit } = budget
      const { spentUsd, reservedUsd, renewsAtMs } = ports.budgetStanding(budget)
      const share = usd === 0 ? 1 : (spentUsd + reservedUsd) / usd
      const renewsAt = new Date(renewsAtMs).toISOString()
      return { owner: { ...owner }, usd, per, atLimit, spentUsd, reservedUsd, share, renewsAt }
    })
    const unpriced = [...models.values()]
      .filter(({ deployments }) => deployments.some(({ price }) => price === null))
      .map(({ name }) => name as string)
    return c.json({ data, nextCursor: null, unpriced }, 200)
  })
}
