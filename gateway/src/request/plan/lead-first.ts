type Positions = readonly number[]

/**
 * Those of the lowest rank in the order that `lead` gives them, the others behind them by rank: so a turn goes to none
 * that cannot take it.
 */
export function leadFirst(
  ranks: readonly number[],
  lead: (positions: Positions) => Positions,
  rest: (positions: Positions) => Positions,
): Positions {
  let lowest = Number.POSITIVE_INFINITY
  for (const rank of ranks) lowest = Math.min(lowest, rank)
  const leading: number[] = []
  const others: number[] = []
  for (const [position, rank] of ranks.entries()) (rank === lowest ? leading : others).push(position)
  if (others.length === 0) return lead(leading)
  const behind = rest(others).toSorted((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0))
  return [...lead(leading), ...behind]
}
