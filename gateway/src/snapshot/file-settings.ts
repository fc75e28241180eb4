import type { ConfigFile, QueueEntry } from '@backstay/contract'
import type { BreakerSettings, Timeouts } from '#domain/deployment'
import type { Retry } from '#domain/policy'
import type { QueueSettings } from '#domain/queue'

/** What holds for everything that says nothing else. */
export interface FileSettings {
  readonly timeouts: Timeouts
  readonly breaker: BreakerSettings
  readonly retry: Retry
  readonly failClosed: boolean
  /** `null`: nobody waits. */
  readonly queue: QueueSettings | null
}

export function fileSettings({ timeouts, breaker, retry, routing }: ConfigFile): FileSettings {
  return {
    timeouts: {
      connectMs: timeouts.connect_ms,
      firstTokenMs: timeouts.first_token_ms,
      answerMs: timeouts.answer_ms,
      idleMs: timeouts.idle_ms,
      totalMs: timeouts.total_ms,
      minAttemptMs: timeouts.min_attempt_ms,
    },
    breaker: {
      failures: breaker.failures,
      errorRate: breaker.error_rate,
      windowMs: breaker.window_s * 1_000,
      minRequests: breaker.min_requests,
      openMs: breaker.open_ms,
      openMaxMs: breaker.open_max_ms,
    },
    retry: {
      maxAttempts: retry.max_attempts,
      backoff: retry.backoff,
      baseMs: retry.base_ms,
      maxMs: retry.max_ms,
      rateLimitWaitMs: retry.rate_limit_wait_ms,
    },
    failClosed: routing.fail_closed,
    queue: queueOf(routing.queue),
  }
}

/** `null`: nobody waits. */
export function queueOf({ max, wait_ms: waitMs }: QueueEntry): QueueSettings | null {
  return max === 0 || waitMs === 0 ? null : { max, waitMs }
}
