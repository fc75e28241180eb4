import type { Clock, Timer } from '#domain/clock'
import { TimerHeap } from './timer-heap.ts'

/** The Unix time at which virtual time starts. */
const EPOCH_MS = 1_800_000_000_000
/** How many due timers one turn of the event loop may fire; what each of them made ready runs before the next. */
const TURN = 64

/** Time that passes only when it is told to: timers fire in order of their due time, then of their setting. */
export class VirtualClock implements Clock {
  #now = 0
  readonly #timers = new TimerHeap()

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#timers.pending
  }

  now(): number {
    return this.#now
  }

  wallMs(): number {
    return EPOCH_MS + this.#now
  }

  after(delayMs: number, action: () => void): Timer {
    return this.#timers.add(this.#now + Math.max(0, delayMs), action)
  }

  /** Lets time pass until `task` is settled, or fails when nothing is left that could settle it. */
  async until<T>(task: Promise<T>): Promise<T> {
    let settled = false
    const done = task.finally(() => {
      settled = true
    })
    done.catch(() => undefined)
    await this.#pump(Number.POSITIVE_INFINITY, () => settled)
    if (!settled) throw new Error('nothing is due, and the task is not settled')
    return done
  }

  /** Lets so many milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    await this.#pump(end, never)
    this.#now = end
  }

  /** Lets time pass until no timer is left. */
  async settle(): Promise<void> {
    await this.#pump(Number.POSITIVE_INFINITY, never)
  }

  /** Fires timers one by one, everything that is ready to run first, until none is due by `end` or `over` says so. */
  #pump(end: number, over: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let ended = false
      const finish = (): void => {
        ended = true
        resolve()
      }
      const fire = (): void => {
        if (ended) return
        try {
          if (over() || !this.#fireNext(end)) finish()
        } catch (error) {
          ended = true
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      }
      const turn = (): void => {
        if (ended) return
        for (let count = 0; count < TURN; count++) setImmediate(fire)
        setImmediate(turn)
      }
      setImmediate(turn)
    })
  }

  #fireNext(end: number): boolean {
    const next = this.#timers.takeDue(end)
    if (next === null) return false
    this.#now = Math.max(this.#now, next.at)
    next.fire()
    return true
  }
}

function never(): boolean {
  return false
}
