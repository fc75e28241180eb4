import type { BreakerOverride, RetryOverride, TimeoutsOverride } from '@backstay/contract'
import type { BreakerSettings, Timeouts } from '#domain/deployment'
import type { Retry } from '#domain/policy'

/** What the levels of a file say, the later over the earlier. Members that a level does not have count as unsaid. */
export function mergeTimeouts(
  base: Timeouts,
  ...levels: readonly (TimeoutsOverride | undefined)[]
): Timeouts {
  return levels.reduce<Timeouts>((merged, level) => ({ ...merged, ...timeoutsOf(level ?? {}) }), base)
}

export function mergeBreaker(
  base: BreakerSettings,
  ...levels: readonly (BreakerOverride | undefined)[]
): BreakerSettings {
  return levels.reduce<BreakerSettings>((merged, level) => ({ ...merged, ...breakerOf(level ?? {}) }), base)
}

export function mergeRetry(base: Retry, level: RetryOverride | undefined): Retry {
  return { ...base, ...retryOf(level ?? {}) }
}

/** Only what is said. */
export function timeoutsOf(level: TimeoutsOverride): Partial<Timeouts> {
  return said<Timeouts>({
    connectMs: level.connect_ms,
    firstTokenMs: level.first_token_ms,
    answerMs: level.answer_ms,
    idleMs: level.idle_ms,
    totalMs: level.total_ms,
    minAttemptMs: level.min_attempt_ms,
  })
}

function breakerOf(level: BreakerOverride): Partial<BreakerSettings> {
  return said<BreakerSettings>({
    failures: level.failures,
    errorRate: level.error_rate,
    windowMs: level.window_s === undefined ? undefined : level.window_s * 1_000,
    minRequests: level.min_requests,
    openMs: level.open_ms,
    openMaxMs: level.open_max_ms,
  })
}

function retryOf(level: RetryOverride): Partial<Retry> {
  return said<Retry>({
    maxAttempts: level.max_attempts,
    backoff: level.backoff,
    baseMs: level.base_ms,
    maxMs: level.max_ms,
    rateLimitWaitMs: level.rate_limit_wait_ms,
  })
}

function said<T>(members: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>
}
