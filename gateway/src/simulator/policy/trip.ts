import type { ClientSide } from '#domain/exchange'

/** How a request ended for the client that sent it. */
export type Ending = 'answered' | 'failed' | 'broken'

/** One request on its way, as the client and the places it calls at see it. */
export class Trip implements ClientSide {
  readonly number: number
  readonly streamed: boolean
  readonly arrivedAt: number
  /** When the answer began, or was there as a whole; `null` before. */
  begunAt: number | null = null
  /** Tries so far, by the index of the place. */
  readonly tries: number[] = []
  attempts = 0
  /** When the last attempt failed, and where; `null` while none has. */
  failedAt: number | null = null
  failedPlace = -1
  #complete = false
  readonly #now: () => number

  constructor(number: number, streamed: boolean, now: () => number) {
    this.number = number
    this.streamed = streamed
    this.arrivedAt = now()
    this.#now = now
  }

  /** What the client saw, whatever the engine says. */
  get ending(): Ending {
    if (this.#complete) return 'answered'
    return this.begunAt === null ? 'failed' : 'broken'
  }

  /** Number of this try at a place, from 0. */
  countTry(place: number): number {
    const number = this.tries[place] ?? 0
    this.tries[place] = number + 1
    this.attempts++
    return number
  }

  addHeaders(): void {}

  commit(): void {
    this.begunAt = this.#now()
  }

  write(): boolean {
    return true
  }

  whole(): void {
    this.begunAt = this.#now()
    this.#complete = true
  }

  end(): void {
    this.#complete = true
  }

  breakOff(): void {}

  onDrain(): void {}

  onHangup(): void {}

  flush(): void {}
}
