/** US dollars per million tokens. */
interface Rates {
  readonly input: number
  readonly output: number
  /** `null`: cached input costs what input costs. */
  readonly cachedInput: number | null
  /** Input that a provider writes to its cache. Absent: it costs what input costs. */
  readonly cacheWrite?: number
}

/** The rates of a whole request whose input is over so many tokens. */
export interface PriceTier extends Rates {
  readonly above: number
}

/** US dollars per million tokens, by the size of the request where a provider asks more for long ones. */
export interface Price extends Rates {
  /** Ascending by `above`; the last one that the input is over replaces the rates. */
  readonly tiers?: readonly PriceTier[]
}
