import type { Rotation, WeightedEntry } from '#domain/health'
import { byScore } from './by-score.ts'

/** Beyond this many times the entries in use, names that have left the configuration are forgotten. */
const STALE_FACTOR = 4
/** So few are kept whatever is in use: most of them may be down for the moment only. */
const ALWAYS_KEPT = 64

/** What an entry has gained and not yet been paid. */
interface Credit {
  value: number
}

/** The credits of one list, in its order: found once for a list that comes again. */
interface Ledgers {
  readonly entries: readonly WeightedEntry[]
  readonly credits: readonly Credit[]
}

const ONLY: readonly number[] = [0]

/**
 * Smooth weighted round robin: every entry gains its weight, the highest is first and pays the sum. Over any run of
 * requests the shares are exact, and the picks of one entry are spread evenly.
 */
export class SmoothRotation implements Rotation {
  readonly #credits = new Map<string, Map<string, Credit>>()
  readonly #latest = new Map<string, Ledgers>()
  readonly #turns = new Map<string, number>()
  #origin: SmoothRotation | null = null

  /** The turns as they are now, to look ahead: what is taken from the copy is not taken from this. */
  fork(): SmoothRotation {
    const copy = new SmoothRotation()
    copy.#origin = this
    return copy
  }

  next(key: string, entries: readonly WeightedEntry[], even = false): readonly number[] {
    if (entries.length === 1) return ONLY
    const credits = this.#creditsOf(key, entries)
    const owed: number[] = []
    let total = 0
    for (const [index, credit] of credits.entries()) {
      const weight = even ? 1 : (entries[index]?.weight ?? 0)
      credit.value += weight
      total += weight
      owed.push(-credit.value)
    }
    const order = byScore(owed)
    const first = credits[order[0] ?? 0]
    if (first !== undefined) first.value -= total
    return order
  }

  first(key: string, entries: readonly WeightedEntry[]): number {
    if (entries.length === 1) return 0
    const credits = this.#creditsOf(key, entries)
    let total = 0
    let best: Credit | undefined
    let at = 0
    for (const [index, credit] of credits.entries()) {
      const weight = entries[index]?.weight ?? 0
      credit.value += weight
      total += weight
      if (best !== undefined && credit.value <= best.value) continue
      best = credit
      at = index
    }
    if (best !== undefined) best.value -= total
    return at
  }

  turn(key: string): number {
    const turn = this.#turns.get(key) ?? (this.#origin === null ? 0 : (this.#origin.#turns.get(key) ?? 0))
    this.#turns.set(key, turn + 1)
    return turn
  }

  #creditsOf(key: string, entries: readonly WeightedEntry[]): readonly Credit[] {
    const latest = this.#latest.get(key)
    if (latest?.entries === entries) return latest.credits
    const known = this.#known(key, entries.length)
    const credits = entries.map(({ id }) => {
      const credit = known.get(id) ?? { value: 0 }
      known.set(id, credit)
      return credit
    })
    this.#latest.set(key, { entries, credits })
    return credits
  }

  #known(key: string, size: number): Map<string, Credit> {
    const known = this.#credits.get(key)
    if (known !== undefined && known.size <= Math.max(ALWAYS_KEPT, size * STALE_FACTOR)) return known
    const fresh = known === undefined ? this.#copied(key) : new Map<string, Credit>()
    this.#credits.set(key, fresh)
    return fresh
  }

  /** What the original owes, without being it. */
  #copied(key: string): Map<string, Credit> {
    const known = this.#origin === null ? undefined : this.#origin.#credits.get(key)
    return new Map([...(known ?? [])].map(([id, { value }]) => [id, { value }]))
  }
}
