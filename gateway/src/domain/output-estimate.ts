/** Tokens of output that are expected until answers have been seen. */
export const FIRST_GUESS_TOKENS = 256
const QUANTILE = 0.9
/** How far one answer moves the estimate, as a share of it. */
const GAIN = 0.05
const LEAST_STEP_TOKENS = 4

/** A running estimate of the 90th percentile of the output of answers, by stochastic approximation. */
export class OutputEstimate {
  #tokens = FIRST_GUESS_TOKENS

  get tokens(): number {
    return Math.ceil(this.#tokens)
  }

  learn(tokens: number): void {
    const step = Math.max(LEAST_STEP_TOKENS, this.#tokens * GAIN)
    const move = tokens > this.#tokens ? QUANTILE : QUANTILE - 1
    this.#tokens = Math.max(1, this.#tokens + step * move)
  }
}
