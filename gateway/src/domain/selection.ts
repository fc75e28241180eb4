/**
 * Which places a request wants among those that its key and the configuration allow. Names are those of providers or
 * their kinds, or labels of deployments, in lower case.
 */
export interface Selection {
  /** No others; `null`: any. */
  readonly only: readonly string[] | null
  readonly ignore: readonly string[]
  /** These first, in this order; the others follow. */
  readonly order: readonly string[]
  /** Of each model, only the deployments of the provider that comes first. */
  readonly oneProvider: boolean
  /** US dollars per million tokens; a place whose price is not known is not taken. */
  readonly maxPrice: { readonly input: number | null; readonly output: number | null } | null
  /** Only providers that declare not to keep what they are sent for themselves. */
  readonly noDataCollection: boolean
  /** Only providers that declare to keep nothing at all. */
  readonly zeroRetention: boolean
  /** No place where a member of the request cannot be carried. */
  readonly requireParameters: boolean
  /** Places that are slower than this come last. */
  readonly preferred: PreferredSpeed | null
}

export interface PreferredSpeed {
  /** Longest times to the first token, milliseconds. */
  readonly latencies: readonly Percentile[]
  /** Lowest output tokens per second. */
  readonly throughputs: readonly Percentile[]
}

export interface Percentile {
  /** Share of the requests it is about, 0–1. */
  readonly share: number
  readonly value: number
}

/** What `model: "auto"` chooses among, and by what. */
export interface AutoRouting {
  /** `null`: everything of the type that the key may use. */
  readonly models: readonly string[] | null
  readonly preference: AutoPreference
}

export const AUTO_PREFERENCES = ['balanced', 'quality', 'speed', 'cost'] as const
export type AutoPreference = (typeof AUTO_PREFERENCES)[number]
