import type { BreakerSettings } from '#domain/deployment'
import type { Trigger, TriggerEntry } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'
import { ERROR_SET } from './error.ts'

const DEFAULT_WINDOW_S = 60
const DEFAULT_MIN_REQUESTS = 20

/** Opens the breakers of the chain's deployments at this rate; without a rate they keep their own. */
export const errorRate = {
  id: 'error_rate',
  compile: (entry) => ({ ...NO_CONDITIONS, set: ERROR_SET, breaker: breakerOf(entry) }),
} as const satisfies Trigger

function breakerOf(entry: TriggerEntry): Partial<BreakerSettings> | null {
  if (entry.threshold === undefined) {
    const changes = {
      ...(entry.window_s !== undefined && { windowMs: entry.window_s * 1_000 }),
      ...(entry.min_requests !== undefined && { minRequests: entry.min_requests }),
    }
    return Object.keys(changes).length === 0 ? null : changes
  }
  return {
    errorRate: entry.threshold,
    windowMs: (entry.window_s ?? DEFAULT_WINDOW_S) * 1_000,
    minRequests: entry.min_requests ?? DEFAULT_MIN_REQUESTS,
  }
}
