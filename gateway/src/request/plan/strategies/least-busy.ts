import { lowestOrder } from '../measured-order.ts'
import type { Strategy } from '../strategy.ts'

/** Fewest attempts under way first; those that are equal take turns. */
export const leastBusy: Strategy = {
  id: 'least_busy',
  order: (items, context, turns) =>
    lowestOrder(items, (deployment, { health }) => health.measured(deployment)?.inFlight ?? 0, {
      context,
      turns,
    }),
}
