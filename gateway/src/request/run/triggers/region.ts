import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Prefers and allows regions: no failure is involved. */
export const region = {
  id: 'region',
  compile: () => NO_CONDITIONS,
} as const satisfies Trigger
