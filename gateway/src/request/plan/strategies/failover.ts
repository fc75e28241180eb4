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
  const positions = items.map((_, index) => index)
  if (items.every((item) => item.priority === null)) return positions
  return positions.toSorted((a, b) => rank(items[a]) - rank(items[b]) || a - b)
}

function rank(item: Rankable | undefined): number {
  return item?.priority ?? Number.MAX_SAFE_INTEGER
}
