import type { Rankable, RankContext, Strategy } from '../strategy.ts'

/** Rotates which one is first; next is who waits longest. */
export const roundRobin: Strategy = { id: 'round_robin', order: rotate }

/** Even rotation over those that are healthy: demotion afterwards takes out the others. */
export const balanced: Strategy = { id: 'balanced', order: rotate }

function rotate(items: readonly Rankable[], { rotation }: RankContext, turns: string): readonly number[] {
  return rotation.next(turns, items, true)
}
