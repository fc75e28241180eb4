import { expectedPrice } from '../expected-price.ts'
import { lowestOrder } from '../measured-order.ts'
import type { Strategy } from '../strategy.ts'

/** Lowest expected price of this request first, unknown prices last; those that are equal take turns. */
export const cost: Strategy = {
  id: 'cost',
  order: (items, context, turns) => lowestOrder(items, expectedPrice(items, context), { context, turns }),
}
