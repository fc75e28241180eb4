import type { Failure } from '#domain/failure'

/** A place that is not asked for a while, and for how long it was the last time. */
export interface Benching {
  readonly until: number
  /** How many times in a row. */
  readonly times: number
  readonly cause: Pick<Failure, 'class' | 'status'>
}

interface Growth {
  readonly firstMs: number
  readonly maxMs: number
}

/** From routing rules: a rate limit without a hint, a missing model, a credential that does not work. */
export const GROWTH = {
  rateLimit: { firstMs: 2_000, maxMs: 60_000 },
  modelUnavailable: { firstMs: 60_000, maxMs: 3_600_000 },
  credential: { firstMs: 60_000, maxMs: 3_600_000 },
} as const satisfies Readonly<Record<string, Growth>>

/** Doubles with every failure after the time was over; failures of requests already under way change nothing. */
export function bench(
  before: Benching | null,
  growth: Growth,
  facts: { now: number; cause: Benching['cause'] },
): Benching {
  if (before !== null && facts.now < before.until) return before
  const times = (before?.times ?? 0) + 1
  const ms = Math.min(growth.maxMs, growth.firstMs * 2 ** (times - 1))
  return { until: facts.now + ms, times, cause: facts.cause }
}

/** As long as the provider asks, within bounds. */
export function benchFor(
  before: Benching | null,
  ms: number,
  facts: { now: number; cause: Benching['cause'] },
): Benching {
  const until = Math.max(before?.until ?? 0, facts.now + ms)
  return { until, times: (before?.times ?? 0) + 1, cause: facts.cause }
}
