/** So many are put in order, and stand in a plan: a request tries fewer, and the longest list costs no more. */
export const IN_ORDER = 32

/**
 * Positions of the thirty-two lowest scores, ascending, ties in list order. It selects instead of sorting, so that a
 * list of any length costs about one comparison per entry.
 */
export function byScore(scores: readonly number[]): number[] {
  const best: number[] = []
  let worst = Number.POSITIVE_INFINITY
  for (let position = 0; position < scores.length; position++) {
    const score = scores[position] ?? Number.POSITIVE_INFINITY
    if (best.length === IN_ORDER && score >= worst) continue
    let at = best.length
    while (at > 0 && score < scoreAt(scores, best[at - 1])) at--
    best.splice(at, 0, position)
    if (best.length > IN_ORDER) best.pop()
    worst = scoreAt(scores, best.at(-1))
  }
  return best
}

/** With the positions that are missing at its end, as they stand in the list. */
export function completed(order: readonly number[], length: number): readonly number[] {
  if (order.length === length) return order
  const placed = new Set(order)
  const all = [...order]
  for (let position = 0; position < length; position++) if (!placed.has(position)) all.push(position)
  return all
}

/** Brings one position to the front; the others keep their order. */
export function withFirst(order: readonly number[], first: number): readonly number[] {
  return order[0] === first ? order : [first, ...order.filter((position) => position !== first)]
}

/** Positions from the one whose turn it is, and on from the start; the first thirty-two of them. */
export function rotated(length: number, turn: number): readonly number[] {
  const start = turn % length
  return Array.from({ length: Math.min(length, IN_ORDER) }, (_, index) => (start + index) % length)
}

function scoreAt(scores: readonly number[], position: number | undefined): number {
  return position === undefined ? Number.NEGATIVE_INFINITY : (scores[position] ?? Number.POSITIVE_INFINITY)
}
