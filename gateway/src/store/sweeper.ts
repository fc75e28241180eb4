import type { Clock, Timer } from '#domain/clock'
import type { Cutoffs, Retention } from './sweep-store.ts'
import { cutoffsOf } from './sweep-store.ts'

/** A start has other things to do. */
const FIRST_MS = 60_000
const EVERY_MS = 3_600_000

export interface SweeperOptions {
  readonly clock: Clock
  readonly retention: () => Retention
  /** Removes what is older, somewhere else and later. */
  readonly sweep: (cutoffs: Cutoffs) => void
}

/** Has what is too old removed from the store, every hour. */
export class Sweeper {
  readonly #options: SweeperOptions
  #next: Timer

  constructor(options: SweeperOptions) {
    this.#options = options
    this.#next = options.clock.after(FIRST_MS, () => this.#sweep())
  }

  close(): void {
    this.#next.cancel()
  }

  #sweep(): void {
    const { clock, retention, sweep } = this.#options
    sweep(cutoffsOf(retention(), clock.wallMs()))
    this.#next = clock.after(EVERY_MS, () => this.#sweep())
  }
}
