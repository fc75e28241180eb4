import type { Score } from '../measured-order.ts'
import { measuredOrder } from '../measured-order.ts'
import type { Strategy } from '../strategy.ts'

/** Most output tokens per second first. */
export const throughput: Strategy = {
  id: 'throughput',
  explores: true,
  order: (items, context, turns) => measuredOrder(items, slownessOf, { context, turns }),
}

const slownessOf: Score = (deployment, { health }) => {
  const tokensPerSecond = health.measured(deployment)?.tokensPerSecond ?? null
  return tokensPerSecond === null ? null : -tokensPerSecond
}
