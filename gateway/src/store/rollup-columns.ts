/** The lengths of time that usage is summed up over, in milliseconds. */
export const ROLLUP_SPANS_MS = { '5m': 300_000, '1h': 3_600_000, '1d': 86_400_000 } as const

export type RollupSpan = keyof typeof ROLLUP_SPANS_MS

/** What tells requests that are summed up apart. Where a record has `null`, it is empty here. */
export const ROLLUP_NAMES = [
  'organisation',
  'span_ms',
  'start',
  'key',
  'requested_model',
  'served_model',
  'provider',
  'deployment',
  'status',
  'error_class',
  'moved',
  'probe',
] as const

/** What is summed up of them, beside the distributions. */
export const ROLLUP_FIGURES = [
  'requests',
  'input_tokens',
  'cached_input_tokens',
  'cache_write_tokens',
  'output_tokens',
  'reasoning_tokens',
  'cost_usd',
  'wasted_cost_usd',
  'unpriced',
] as const

/** Upper ends of the classes of a distribution of times, in milliseconds; what is longer is in one more class. */
export const TIME_CLASSES_MS = [
  1, 2, 5, 10, 20, 35, 50, 75, 100, 150, 200, 350, 500, 750, 1_000, 1_500, 2_000, 3_500, 5_000, 10_000,
  30_000,
] as const

/** A distribution is one column for each class. */
export type TimeMeasure = 'ttft' | 'switch'

export function classColumns(measure: TimeMeasure): readonly string[] {
  return Array.from({ length: TIME_CLASSES_MS.length + 1 }, (_, n) => `${measure}_${n}`)
}

/** The class that a time is in. */
export function classOf(ms: number): number {
  const found = TIME_CLASSES_MS.findIndex((end) => ms <= end)
  return found < 0 ? TIME_CLASSES_MS.length : found
}
