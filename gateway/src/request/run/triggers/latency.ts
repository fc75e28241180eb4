import { ofClasses } from '#domain/trigger-set'
import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Too slow. Without a limit of its own the ordinary time limits decide, and those end in `timeout`. */
export const latency = {
  id: 'latency',
  compile: ({ threshold_ms: limitMs }) =>
    limitMs === undefined
      ? { ...NO_CONDITIONS, set: ofClasses('latency', 'timeout') }
      : { ...NO_CONDITIONS, set: ofClasses('latency'), latencyMs: limitMs },
} as const satisfies Trigger
