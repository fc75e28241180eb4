import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Spreads over the steps of a chain: no failure is involved. */
export const load = {
  id: 'load',
  compile: () => NO_CONDITIONS,
} as const satisfies Trigger
