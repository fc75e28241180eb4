import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'
import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'
import { AUTH_SET } from './auth.ts'
import { COST_SHARE } from './cost.ts'
import { ERROR_SET } from './error.ts'

/** Everything that is not the caller's mistake. */
const ALL_SET = union(
  ERROR_SET,
  TRIGGER_SETS.rate_limit,
  AUTH_SET,
  ofClasses('quota_exhausted', 'latency', 'quality'),
)

export const all = {
  id: 'all',
  compile: () => ({
    ...NO_CONDITIONS,
    set: ALL_SET,
    limitShare: 1,
    cost: { threshold: COST_SHARE, to: null },
  }),
} as const satisfies Trigger
