/** The nearest-rank quantile of numbers in any order; `share` from 0 to 1. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (value === undefined) throw new Error('there is no quantile of nothing')
  return value
}

export function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5)
}
