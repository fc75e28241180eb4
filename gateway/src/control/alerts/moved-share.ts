import type { RequestTotals } from '#domain/request-totals'

/** So many samples make the window. */
const SAMPLES = 5
/** Of fewer requests a share says little. */
const LEAST_REQUESTS = 20

export const SAMPLE_EVERY_MS = 60_000

/** What share of the requests of the last minutes moved. */
export interface MovedShare {
  readonly share: number
  readonly moved: number
  readonly requests: number
}

/** Compares what is counted from one minute to the next. */
export class MovedShareWindow {
  #samples: { readonly moved: number; readonly requests: number }[] = []
  #moved = 0

  /** So many requests alike moved. */
  add(count: number): void {
    this.#moved += count
  }

  /** Call it every minute; `null`: too few requests to say. */
  sample(totals: RequestTotals): MovedShare | null {
    const now = { moved: this.#moved, requests: requestsIn(totals) }
    const oldest = this.#samples[0] ?? now
    this.#samples = [...this.#samples, now].slice(-SAMPLES)
    const moved = now.moved - oldest.moved
    const requests = now.requests - oldest.requests
    return requests < LEAST_REQUESTS ? null : { moved, requests, share: Math.min(1, moved / requests) }
  }
}

function requestsIn({ places }: RequestTotals): number {
  let sum = 0
  for (const { probe, outcomes } of places) {
    if (!probe) for (const { count } of outcomes) sum += count
  }
  return sum
}
