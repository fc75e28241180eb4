import type { CooldownSettings } from '#domain/configuration'
import type { Failure } from '#domain/failure'

/** A place that is not asked for a while, and for how long it was the last time. */
export interface Benching {
  readonly since: number
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
  return { since: facts.now, until: facts.now + ms, times, cause: facts.cause }
}

/** So often in a row a hint is believed; then it is doubled each time, up to a limit that lets a recovered place back soon. */
const BELIEVED_HINTS = 3
const DOUBLED_HINT_MAX_MS = 15_000

/** As long as the provider asks, within bounds. */
export function benchFor(
  before: Benching | null,
  ms: number,
  facts: { now: number; cause: Benching['cause'] },
): Benching {
  if (before !== null && facts.now < before.until) {
    // Those who are told to wait while it cools down already are of the same time.
    return { ...before, until: Math.max(before.until, facts.now + ms), cause: facts.cause }
  }
  const times = (before?.times ?? 0) + 1
  const doubled = Math.min(DOUBLED_HINT_MAX_MS, ms * 2 ** Math.max(0, times - BELIEVED_HINTS))
  return { since: facts.now, until: facts.now + Math.max(ms, doubled), times, cause: facts.cause }
}

/** After a failure that calls for a cooldown: as long as it hints, or longer each time. */
export function cooledDown(
  before: Benching | null,
  failure: Failure,
  { settings, now }: { readonly settings: CooldownSettings; readonly now: number },
): Benching {
  const { minMs, maxMs, defaultMs } = settings
  const { status, retryAfterMs: hint } = failure
  const facts = { now, cause: { class: failure.class, ...(status === undefined ? {} : { status }) } }
  if (hint !== undefined) return benchFor(before, Math.min(maxMs, Math.max(minMs, hint)), facts)
  if (failure.class !== 'rate_limit') return bench(before, GROWTH.modelUnavailable, facts)
  return bench(before, { ...GROWTH.rateLimit, firstMs: defaultMs }, facts)
}
