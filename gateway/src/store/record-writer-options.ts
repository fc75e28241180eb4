import type { StoreProblem } from './store-problem.ts'
import type { Swept } from './writer-messages.ts'

export interface RecordWriterOptions {
  /** `sqlite:PATH` or `postgres://…`. */
  readonly url: string
  /** Longest time that a record waits before it is handed to the store; 50 by default. */
  readonly flushMs?: number
  /**
   * Records kept in memory while the store fails. 20,000 by default where there is a spool, about 30 MB; else 100,000, and
   * beyond it the oldest are dropped.
   */
  readonly maxPending?: number
  /** Where records wait in files as well, so that neither a killed process nor a long outage loses them; `null`: nowhere. */
  readonly spool?: SpoolPlace | null
  /** How long `close` goes on trying a store that fails; 5,000 by default. */
  readonly drainMs?: number
  readonly onProblem: (problem: StoreProblem) => void
  /** What was too old has been removed, or could not be. */
  readonly onSwept?: (swept: Swept) => void
}

export interface SpoolPlace {
  /** Every process makes a folder of its own in it. */
  readonly folder: string
  /** Per process. */
  readonly maxBytes: number
}
