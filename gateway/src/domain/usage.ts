/** Tokens as a provider reported them, or as we estimated them. */
export interface TokenUsage {
  /** All input tokens, cached ones included. */
  readonly input: number
  readonly cachedInput: number
  readonly cacheWrite: number
  /** All output tokens, reasoning included. */
  readonly output: number
  readonly reasoning: number
  /** Counted by us because the provider did not say, or the answer was cut. */
  readonly estimated: boolean
}

export const NO_USAGE: TokenUsage = {
  input: 0,
  cachedInput: 0,
  cacheWrite: 0,
  output: 0,
  reasoning: 0,
  estimated: false,
}
