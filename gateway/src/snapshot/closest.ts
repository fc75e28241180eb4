import { distance } from 'fastest-levenshtein'

/** The known name that was probably meant, or `null` if none is near. */
export function closest(name: string, known: Iterable<string>): string | null {
  const limit = Math.max(2, Math.floor(name.length / 3))
  let best: string | null = null
  let bestDistance = limit + 1
  for (const candidate of known) {
    const away = distance(name.toLowerCase(), candidate.toLowerCase())
    if (away < bestDistance && away < candidate.length) {
      best = candidate
      bestDistance = away
    }
  }
  return best
}
