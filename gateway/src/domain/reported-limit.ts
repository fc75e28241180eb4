/** What a provider said of one of its limits when it answered. */
export interface ReportedLimit {
  /** `tokens` are all of them; some providers limit input and output apart. */
  readonly counts: 'requests' | 'tokens' | 'input' | 'output'
  /** What is left, the request that was answered taken off. */
  readonly remaining: number
  /** `null`: not said. */
  readonly limit: number | null
  /** Milliseconds until there is more; `null`: not said. */
  readonly resetInMs: number | null
}
