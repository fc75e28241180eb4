import type { Outcome } from '#domain/attempt'
import type { AttemptRecord } from '#domain/record'
import type { Place } from './place.ts'
import type { PlaceReport, SimulationReport, Spread, Unlucky } from './report.ts'
import type { Ending, Trip } from './trip.ts'

const BIN_MS = 100
const MOST_UNLUCKY = 20

/** What the engine tells of a request that is over. */
export interface EngineSays {
  /** Every try that the policy allows would have failed. */
  readonly doomed: boolean
  readonly reason: string
  readonly attempts: readonly AttemptRecord[]
}

/** Counts while a simulation runs. */
export class Tally {
  readonly #endings: Record<Ending, number> = { answered: 0, failed: 0, broken: 0 }
  readonly #reasons = new Map<string, number>()
  readonly #moves: number[] = []
  readonly #waits: number[] = []
  readonly #attemptsOf: number[] = []
  readonly #places: readonly PlaceTally[]
  readonly #unlucky: Unlucky[] = []
  #doomed = 0

  constructor(places: readonly Place[]) {
    this.#places = places.map((place) => new PlaceTally(place))
  }

  /** An attempt is sent, `sinceFailureMs` after one failed somewhere else. */
  dispatched(place: number, atMs: number, { first, sinceFailureMs }: Dispatch): void {
    this.#places[place]?.dispatched(atMs, first)
    if (sinceFailureMs !== null) this.#moves.push(sinceFailureMs)
  }

  attemptEnded(place: number, outcome: Outcome['kind'] | 'aborted', dispatchedAt: number): void {
    this.#places[place]?.ended(outcome, dispatchedAt)
  }

  breakerOpened(place: number): void {
    const tally = this.#places[place]
    if (tally !== undefined) tally.openings++
  }

  requestEnded(trip: Trip, says: EngineSays): void {
    const { ending, attempts, begunAt, arrivedAt } = trip
    const { reason } = says
    if (says.doomed) this.#doomed++
    if (ending !== 'answered' && !says.doomed && this.#unlucky.length < MOST_UNLUCKY) {
      this.#unlucky.push({
        request: trip.number,
        atMs: arrivedAt,
        reason,
        attempts: says.attempts.map(lineOf),
      })
    }
    this.#endings[ending]++
    if (begunAt !== null) this.#waits.push(begunAt - arrivedAt)
    this.#attemptsOf[attempts] = (this.#attemptsOf[attempts] ?? 0) + 1
    if (ending !== 'answered') this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1)
  }

  report(durationMs: number): SimulationReport {
    const { answered, failed, broken } = this.#endings
    const requests = answered + failed + broken
    const attempts = this.#attemptsOf.reduce((sum, count, number) => sum + (count ?? 0) * number, 0)
    return {
      durationMs,
      requests,
      answered,
      failed,
      broken,
      reasons: Object.fromEntries(this.#reasons),
      doomed: this.#doomed,
      unlucky: this.#unlucky,
      attempts,
      mostAttempts: this.#attemptsOf.length - 1,
      moves: spreadOf(this.#moves),
      waits: spreadOf(this.#waits),
      places: this.#places.map((place) => place.report(requests)),
    }
  }
}

export interface Dispatch {
  readonly first: boolean
  readonly sinceFailureMs: number | null
}

class PlaceTally {
  openings = 0
  readonly #place: Place
  readonly #recoveries: number[] = []
  readonly #bins: number[] = []
  #calls = 0
  #first = 0
  #wasted = 0
  #nextOutage = 0

  constructor(place: Place) {
    this.#place = place
  }

  dispatched(atMs: number, first: boolean): void {
    this.#calls++
    if (first) this.#first++
    const bin = Math.floor(atMs / BIN_MS)
    while (this.#bins.length <= bin) this.#bins.push(0)
    this.#bins[bin] = (this.#bins[bin] ?? 0) + 1
  }

  ended(outcome: Outcome['kind'] | 'aborted', dispatchedAt: number): void {
    if (outcome !== 'answered') {
      this.#wasted++
      return
    }
    for (;;) {
      const outage = this.#place.outages[this.#nextOutage]
      if (outage === undefined || dispatchedAt < outage.toMs) return
      this.#recoveries.push(dispatchedAt - outage.toMs)
      this.#nextOutage++
    }
  }

  report(requests: number): PlaceReport {
    const lastEnd = this.#place.outages.at(-1)?.toMs ?? null
    return {
      label: this.#place.label,
      calls: this.#calls,
      firstShare: this.#first / requests,
      wasted: this.#wasted,
      wastedShare: this.#wasted / requests,
      openings: this.openings,
      recoveries: spreadOf(this.#recoveries),
      peak: lastEnd === null ? null : this.#peakAfter(lastEnd),
    }
  }

  /** Busiest tenth of a second after an outage, beside the mean of that time. */
  #peakAfter(fromMs: number): PlaceReport['peak'] {
    const bins = this.#bins.slice(Math.ceil(fromMs / BIN_MS))
    if (bins.length === 0) return null
    const mean = bins.reduce((sum, count) => sum + count, 0) / bins.length
    return { most: Math.max(...bins), mean }
  }
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).toSorted()
  const at = (share: number): number | null =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), mostMs: sorted.at(-1) ?? null }
}

function lineOf({ deployment, errorClass, totalMs, action, reason }: AttemptRecord): string {
  return `${deployment} ${errorClass ?? 'answered'} after ${Math.round(totalMs)} ms, ${action}: ${reason}`
}
