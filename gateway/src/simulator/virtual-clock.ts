import type { Clock, Timer } from '#domain/clock'

interface Entry {
  readonly at: number
  readonly order: number
  readonly action: () => void
  cancelled: boolean
}

/** The Unix time at which virtual time starts. */
const EPOCH_MS = 1_800_000_000_000

/** Time that passes only when it is told to: timers fire in order of their due time, then of their setting. */
export class VirtualClock implements Clock {
  #now = 0
  #order = 0
  #entries: Entry[] = []

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#entries.filter(({ cancelled }) => !cancelled).length
  }

  now(): number {
    return this.#now
  }

  wallMs(): number {
    return EPOCH_MS + this.#now
  }

  after(delayMs: number, action: () => void): Timer {
    const entry: Entry = { at: this.#now + delayMs, order: this.#order++, action, cancelled: false }
    this.#entries.push(entry)
    return {
      cancel: () => {
        entry.cancelled = true
      },
    }
  }

  /** Lets time pass until `task` is settled, or fails when nothing is left that could settle it. */
  async until<T>(task: Promise<T>): Promise<T> {
    let settled = false
    const done = task.finally(() => {
      settled = true
    })
    done.catch(() => undefined)
    for (;;) {
      await microtasks()
      if (settled) return done
      if (!this.#fireNext()) throw new Error('nothing is due, and the task is not settled')
    }
  }

  /** Lets so many milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await microtasks()
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#fireNext()
      await microtasks()
    }
    this.#now = end
  }

  #next(): Entry | undefined {
    this.#entries = this.#entries.filter(({ cancelled }) => !cancelled)
    return this.#entries.reduce<Entry | undefined>((first, entry) => {
      if (first === undefined) return entry
      return entry.at < first.at || (entry.at === first.at && entry.order < first.order) ? entry : first
    }, undefined)
  }

  #fireNext(): boolean {
    const next = this.#next()
    if (next === undefined) return false
    this.#entries.splice(this.#entries.indexOf(next), 1)
    this.#now = Math.max(this.#now, next.at)
    next.action()
    return true
  }
}

/** Everything that is ready to run has run once a macrotask has passed. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
