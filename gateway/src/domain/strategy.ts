/** How candidates, or the deployments inside one, are ordered. */
export const STRATEGIES = [
  'failover',
  'priority',
  'round_robin',
  'weighted',
  'balanced',
  'latency',
  'throughput',
  'cost',
  'least_busy',
  'adaptive',
] as const

export type StrategyId = (typeof STRATEGIES)[number]

/** Values of `provider.routing` and `fallback.routing`: the order of a model's deployments; `priority` is its own. */
export const ROUTINGS = ['priority', 'cost', 'latency', 'balanced'] as const satisfies readonly StrategyId[]

export type Routing = (typeof ROUTINGS)[number]

/** Does it keep to an order that somebody wrote, instead of spreading. */
export function isWritten(strategy: StrategyId): boolean {
  return strategy === 'failover' || strategy === 'priority'
}
