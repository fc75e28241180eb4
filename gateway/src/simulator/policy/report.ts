/** What came of a scenario under a policy. Shares are 0–1; `null` where nothing was there to be measured. */
export interface SimulationReport {
  /** Virtual time. */
  readonly durationMs: number
  readonly requests: number
  readonly answered: number
  /** The client got an error instead of an answer. */
  readonly failed: number
  /** The client got the beginning of an answer, then an error. */
  readonly broken: number
  /** Why requests were not answered, by count. */
  readonly reasons: Readonly<Record<string, number>>
  /** The floor: requests that no order of the tries that the policy allows would have answered. Limits do not count. */
  readonly doomed: number
  /** The first of those that were not answered although they might have been. */
  readonly unlucky: readonly Unlucky[]
  readonly attempts: number
  /** Of one request. */
  readonly mostAttempts: number
  /** From a failure to the dispatch of the attempt somewhere else. */
  readonly moves: Spread
  /** From the arrival of a request to the beginning of its answer; unstreamed, to the whole of it. */
  readonly waits: Spread
  readonly places: readonly PlaceReport[]
}

export interface Unlucky {
  readonly request: number
  readonly atMs: number
  readonly reason: string
  /** One line for each. */
  readonly attempts: readonly string[]
}

export interface PlaceReport {
  readonly label: string
  readonly calls: number
  /** Part of all requests that tried it first. */
  readonly firstShare: number
  /** Calls that it did not answer. */
  readonly wasted: number
  /** The same per request of the whole simulation. */
  readonly wastedShare: number
  /** How often its breaker opened. */
  readonly openings: number
  /** From the end of an outage to the dispatch of the first attempt that it answered. */
  readonly recoveries: Spread
  /** Calls in the busiest tenth of a second after its last outage, and in the mean of that time. */
  readonly peak: { readonly most: number; readonly mean: number } | null
}

/** How times are spread, in milliseconds. */
export interface Spread {
  readonly count: number
  readonly p50Ms: number | null
  readonly p99Ms: number | null
  readonly mostMs: number | null
}
