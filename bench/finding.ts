/** One line of the result: a figure per round, and the goal where there is one. */
export interface Finding {
  readonly what: string
  readonly against: string
  readonly unit: '×' | 's' | 'ms' | 'µs' | 'ns' | '%' | 'MB'
  /** One per round. */
  readonly values: readonly number[]
  /** The median must not be over it; `null`: for information. */
  readonly goal: number | null
}

export function ratios(numerators: readonly number[], denominators: readonly number[]): number[] {
  return numerators.map((value, round) => value / (denominators[round] ?? Number.NaN))
}

export function differences(values: readonly number[], base: readonly number[]): number[] {
  return values.map((value, round) => value - (base[round] ?? Number.NaN))
}
