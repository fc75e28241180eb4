import type { StrategyId } from '#domain/strategy'
import type { Strategy } from '../strategy.ts'
import { adaptive } from './adaptive.ts'
import { cost } from './cost.ts'
import { failover, priority } from './failover.ts'
import { latency } from './latency.ts'
import { leastBusy } from './least-busy.ts'
import { balanced, roundRobin } from './round-robin.ts'
import { throughput } from './throughput.ts'
import { weighted } from './weighted.ts'

const ALL: readonly Strategy[] = [
  failover,
  priority,
  roundRobin,
  balanced,
  weighted,
  latency,
  throughput,
  cost,
  leastBusy,
  adaptive,
]

const BY_ID: ReadonlyMap<string, Strategy> = new Map(ALL.map((strategy) => [strategy.id, strategy]))

/** The strategy of that id; every id of `StrategyId` has one. */
export function strategyOf(id: StrategyId): Strategy {
  return BY_ID.get(id) ?? failover
}
