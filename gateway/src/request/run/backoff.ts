import type { Retry } from '#domain/policy'

/** Milliseconds before try number `next` (2 is the first retry) on the same deployment: full jitter. */
export function backoffMs(retry: Retry, next: number, random: number): number {
  switch (retry.backoff) {
    case 'none':
      return 0
    case 'fixed':
      return retry.baseMs
    case 'exponential':
      return random * Math.min(retry.maxMs, retry.baseMs * 2 ** (next - 2))
  }
}
