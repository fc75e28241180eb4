/** A timer that has been set; cancelling one that has fired does nothing. */
export interface Timer {
  cancel(): void
}

/**
 * The only source of time of the pure half. Real in production, virtual in simulations and tests.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start, never going back. */
  now(): number
  /** Milliseconds since the Unix epoch, for records. */
  wallMs(): number
  /** Calls `action` once, no earlier than `delayMs` from now. */
  after(delayMs: number, action: () => void): Timer
}

/** The only source of randomness of the pure half: the next number in [0, 1). */
export type Random = () => number
