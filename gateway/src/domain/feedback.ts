/** What somebody thought of an answer. */
export interface Feedback {
  /** Sorts by time. */
  readonly id: string
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  /** Id of the request that was answered. */
  readonly request: string
  /** Name of the key that asked, and that says so. */
  readonly key: string
  /** Label of the deployment that answered. */
  readonly deployment: string
  /** 0–1. */
  readonly score: number
  readonly comment: string | null
}
