import type { Move } from '#api/answer'

const MINUTE_MS = 60_000

/** How many requests moved in each minute before `now`, oldest first. */
export function movesPerMinute(
  moves: readonly Move[],
  now: number,
  minutes: number,
): { readonly times: readonly number[]; readonly counts: readonly number[] } {
  const last = Math.floor(now / MINUTE_MS)
  const counts = Array.from({ length: minutes }, () => 0)
  for (const { at, count } of moves) {
    const index = minutes - 1 - (last - Math.floor(at / MINUTE_MS))
    if (index >= 0 && index < minutes) counts[index] = (counts[index] ?? 0) + count
  }
  return { times: counts.map((_, index) => (last - minutes + 1 + index) * MINUTE_MS), counts }
}

/** Requests by why they moved, the most frequent reason first. */
export function reasonsOf(moves: readonly Move[]): readonly (readonly [reason: string, requests: number])[] {
  const requests = new Map<string, number>()
  for (const { classes, count } of moves) {
    for (const reason of new Set(classes)) requests.set(reason, (requests.get(reason) ?? 0) + count)
  }
  return [...requests].toSorted(([, a], [, b]) => b - a)
}
