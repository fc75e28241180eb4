import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Spreads over the candidates, such as the steps of a chain: no failure is involved. */
export const load = {
  id: 'load',
  compile: ({ strategy = 'round_robin' }) => ({ ...NO_CONDITIONS, load: strategy }),
} as const satisfies Trigger
