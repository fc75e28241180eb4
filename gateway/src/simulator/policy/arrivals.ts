import type { Load } from './scenario.ts'

/** Milliseconds from one arrival to the next. */
export function nextGapMs(
  arrivals: Extract<Load['arrivals'], { readonly perSecond: number }>,
  random: () => number,
): number {
  const mean = 1_000 / arrivals.perSecond
  return arrivals.kind === 'even' ? mean : -Math.log(1 - random()) * mean
}
