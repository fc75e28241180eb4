import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Moves before sending, when a budget runs low: no failure is involved. */
export const cost = {
  id: 'cost',
  compile: () => NO_CONDITIONS,
} as const satisfies Trigger
