import { byScore } from '../by-score.ts'
import type { Rankable, Strategy } from '../strategy.ts'

/** Lower priority number first, ties in list order. */
export const failover: Strategy = {
  id: 'failover',
  order: byPriority,
}

/** Another word for the same order. */
export const priority: Strategy = {
  id: 'priority',
  order: byPriority,
}

function byPriority(items: readonly Rankable[]): readonly number[] {
  return byScore(items.map((item) => item.priority ?? Number.POSITIVE_INFINITY))
}
