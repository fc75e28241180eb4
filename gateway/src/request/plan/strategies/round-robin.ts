import type { Rankable, RankContext, Strategy } from '../strategy.ts'

/** Rotates which one is first; the others follow in list order. */
export const roundRobin: Strategy = { id: 'round_robin', order: rotate }

/** Even rotation over those that are healthy: demotion afterwards takes out the others. */
export const balanced: Strategy = { id: 'balanced', order: rotate }

/** The order of every strategy that has nothing to measure by yet. */
export function rotate(items: readonly Rankable[], context: RankContext): readonly number[] {
  const even = items.map((item) => ({ id: item.id, weight: 1 }))
  return context.rotation.next(context.rotationKey, even)
}
