import { StoreError } from './store-error.ts'

interface Waiting {
  readonly resolve: () => void
  readonly limit: NodeJS.Timeout
}

/** One after the other, in the order in which they came. */
export class Turns {
  readonly #limitMs: number
  #taken = false
  #waiting: Waiting[] = []

  /** Longest time that one waits for its turn. */
  constructor(limitMs: number) {
    this.#limitMs = limitMs
  }

  /** Rejects with `StoreError` when the turn does not come. */
  take(): Promise<void> {
    if (!this.#taken) {
      this.#taken = true
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        this.#waiting = this.#waiting.filter((waiting) => waiting.limit !== limit)
        reject(new StoreError('The store was busy for too long; try again.'))
      }, this.#limitMs)
      this.#waiting.push({ resolve, limit })
    })
  }

  /** The next one's turn. */
  pass(): void {
    const next = this.#waiting.shift()
    if (next === undefined) {
      this.#taken = false
      return
    }
    clearTimeout(next.limit)
    next.resolve()
  }
}
