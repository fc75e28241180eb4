import type { Clock, Timer } from '#domain/clock'

/** A store that has not answered for so long at the start is taken to be away. */
const AWAY_MS = 2_000
/** Longest that a start waits for the store: one that is locked must not keep the gateway from serving. */
const WAIT_MS = 5_000
const AGAIN_MS = 2_000

export interface ConfigurationRefreshOptions {
  readonly clock: Clock
  /** How often it is looked whether there is something new. */
  readonly everyMs: number
  readonly refresh: () => Promise<void>
  /** The store cannot be read; it is tried again. Told once, until it can. */
  readonly onFailure: (cause: unknown) => void
  /** The store cannot be read when it is wanted: at the start, or on notice. Never rejects. */
  readonly instead: () => Promise<void>
}

/** Keeps the copy of what is stored fresh: at the start, every so often, and on notice. */
export class ConfigurationRefresh {
  readonly #options: ConfigurationRefreshOptions
  #timer: Timer | null = null
  #running: Promise<void> | null = null
  #again = false
  #failing = false
  #wanted = false
  #closed = false

  constructor(options: ConfigurationRefreshOptions) {
    this.#options = options
  }

  /** Reads what is stored for the first time. Resolves when that is done, or after five seconds. */
  async start(): Promise<void> {
    const { clock, instead } = this.#options
    const away = clock.after(AWAY_MS, () => void instead())
    await new Promise<void>((resolve) => {
      const limit = clock.after(WAIT_MS, resolve)
      void this.notice().then(() => {
        limit.cancel()
        resolve()
      })
    })
    away.cancel()
  }

  /** Something was stored. Resolves when it is in force, or could not be read. */
  notice(): Promise<void> {
    this.#wanted = true
    return this.#look()
  }

  #look(): Promise<void> {
    if (this.#running !== null) {
      // What runs may have read already.
      this.#again = true
      return this.#running
    }
    this.#running = this.#run().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  close(): void {
    this.#closed = true
    this.#timer?.cancel()
  }

  async #run(): Promise<void> {
    const { clock, everyMs, refresh, onFailure, instead } = this.#options
    this.#timer?.cancel()
    do {
      this.#again = false
      try {
        await refresh()
        this.#failing = false
      } catch (cause) {
        if (!this.#failing && !this.#closed) onFailure(cause)
        this.#failing = true
        if (this.#wanted && !this.#closed) await instead()
      }
      this.#wanted = false
    } while (this.#again && !this.#closed && !this.#failing)
    if (this.#closed) return
    const waitMs = this.#failing ? Math.min(AGAIN_MS, everyMs) : everyMs
    this.#timer = clock.after(waitMs, () => void this.#look())
  }
}
