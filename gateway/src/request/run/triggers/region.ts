import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Prefers and allows regions: no failure is involved. Without a list of what is allowed, all is. */
export const region = {
  id: 'region',
  compile: ({ prefer = [], allow = null }) => ({ ...NO_CONDITIONS, regions: { prefer, allow } }),
} as const satisfies Trigger
