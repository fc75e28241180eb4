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

/** Strategies that order by measurement: not yet built, they run as `balanced` with a listed warning. */
export const MEASURED_STRATEGIES: readonly StrategyId[] = [
  'latency',
  'throughput',
  'cost',
  'least_busy',
  'adaptive',
]
