import type { Rotation, WeightedEntry } from '#domain/health'

/** Beyond this many times the entries in use, names that have left the configuration are forgotten. */
const STALE_FACTOR = 4
/** So few are kept whatever is in use: most of them may be down for the moment only. */
const ALWAYS_KEPT = 64

/**
 * Smooth weighted round robin: every entry gains its weight, the highest is first and pays the sum. Over any run of
 * requests the shares are exact, and the picks of one entry are spread evenly.
 */
export class SmoothRotation implements Rotation {
  readonly #credits = new Map<string, Map<string, number>>()

  next(key: string, entries: readonly WeightedEntry[]): readonly number[] {
    if (entries.length === 1) return [0]
    const credits = this.#creditsOf(key, entries.length)
    const current = entries.map((entry) => (credits.get(entry.id) ?? 0) + entry.weight)
    const best = current.indexOf(Math.max(...current))
    const total = entries.reduce((sum, entry) => sum + entry.weight, 0)
    current[best] = (current[best] ?? 0) - total
    entries.forEach((entry, index) => credits.set(entry.id, current[index] ?? 0))
    const rest = entries.map((_, index) => index).filter((index) => index !== best)
    rest.sort((a, b) => (current[b] ?? 0) - (current[a] ?? 0) || a - b)
    return [best, ...rest]
  }

  #creditsOf(key: string, size: number): Map<string, number> {
    const known = this.#credits.get(key)
    if (known !== undefined && known.size <= Math.max(ALWAYS_KEPT, size * STALE_FACTOR)) return known
    const fresh = new Map<string, number>()
    this.#credits.set(key, fresh)
    return fresh
  }
}
