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
    const order: number[] = []
    let total = 0
    for (const [index, entry] of entries.entries()) {
      const credit = (credits.get(entry.id) ?? 0) + entry.weight
      credits.set(entry.id, credit)
      total += entry.weight
      order.push(index)
    }
    const creditOf = (index: number): number => credits.get(entries[index]?.id ?? '') ?? 0
    order.sort((a, b) => creditOf(b) - creditOf(a) || a - b)
    const first = entries[order[0] ?? 0]
    if (first !== undefined) credits.set(first.id, (credits.get(first.id) ?? 0) - total)
    return order
  }

  #creditsOf(key: string, size: number): Map<string, number> {
    const known = this.#credits.get(key)
    if (known !== undefined && known.size <= Math.max(ALWAYS_KEPT, size * STALE_FACTOR)) return known
    const fresh = new Map<string, number>()
    this.#credits.set(key, fresh)
    return fresh
  }
}
