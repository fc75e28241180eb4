import { TRIGGER_SETS } from '#domain/trigger-set'
import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** An upstream 429, and before sending the share of our own limit that is in use. */
export const rateLimit = {
  id: 'rate_limit',
  compile: ({ threshold = 1 }) => ({ ...NO_CONDITIONS, set: TRIGGER_SETS.rate_limit, limitShare: threshold }),
} as const satisfies Trigger
