/** US dollars per million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  /** `null`: cached input costs what input costs. */
  readonly cachedInput: number | null
}
