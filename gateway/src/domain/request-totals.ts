/** How many values fell where, since the start. */
export interface Distribution {
  /** Upper bounds in milliseconds, ascending; the last one is infinite. */
  readonly bounds: readonly number[]
  /** How many were above the bound before and not above this one. */
  readonly counts: ArrayLike<number>
  readonly count: number
  /** Milliseconds. */
  readonly sum: number
}

/** What became of requests that ended at the same place. */
export interface PlaceTotals {
  /** The model that answered, or that was asked for if none did. */
  readonly model: string
  readonly provider: string
  /** Sent by the gateway itself. */
  readonly probe: boolean
  readonly outcomes: readonly { readonly status: number; readonly class: string; readonly count: number }[]
  readonly tokens: {
    readonly input: number
    readonly cachedInput: number
    readonly output: number
    readonly reasoning: number
  }
  readonly costUsd: number
  readonly wastedCostUsd: number
  /** From arrival, of all that began to be answered. */
  readonly firstToken: Distribution
  readonly total: Distribution
}

export interface AttemptTotals {
  readonly deployment: string
  readonly provider: string
  readonly outcome: string
  /** Class of the failure; empty without one. */
  readonly class: string
  readonly count: number
}

/** Counts since the start of the process. */
export interface RequestTotals {
  readonly places: readonly PlaceTotals[]
  readonly attempts: readonly AttemptTotals[]
  /** Class of the failure behind a move → moves. */
  readonly fallbacks: ReadonlyMap<string, number>
  /** Time in which no attempt was under way. */
  readonly overhead: Distribution
  /** Code → requests that were refused before anything was recorded. */
  readonly refused: ReadonlyMap<string, number>
}
