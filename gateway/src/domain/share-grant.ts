import type { Claim, OtherShare } from './shared-state.ts'

/** What decides how far a share may reach: what others have, however it was learned. */
export interface Taken {
  /** Sum of the shares of all others. */
  readonly shares: number
  /** How many others there are. */
  readonly others: number
}

/**
 * How far the share of a process may reach so that all shares together do not pass the limit. What it used already
 * cannot be taken back. Of what is free beyond its need it gets one part in as many as there are processes, so that the
 * first one leaves something to the next. If its need cannot be met it gives back what it does not use: two of
 * which each holds half of what either needs would both wait in vain.
 */
export function grantedShare({ limit, used, need, want }: Claim, { shares, others }: Taken): number {
  const free = limit - shares
  const required = used + need
  if (required > free) return need > 0 ? used : Math.max(used, free)
  const most = required + (free - required) / (others + 1)
  return Math.min(most, Math.max(want, required))
}

/** Would there be room if nobody held more than it uses. */
export function othersCouldGive({ limit, used, need }: Claim, others: readonly OtherShare[]): boolean {
  let taken = 0
  let idle = 0
  for (const other of others) {
    taken += other.used
    idle += other.share - other.used
  }
  return need > 0 && idle > 0 && used + need <= limit - taken
}
