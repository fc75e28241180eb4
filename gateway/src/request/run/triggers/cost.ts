import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** Share of a budget from which cheaper models are asked, unless an entry names another. */
export const COST_SHARE = 0.8

/** Moves before sending, when a budget runs low: no failure is involved. */
export const cost = {
  id: 'cost',
  compile: ({ threshold = COST_SHARE, to = null }) => ({ ...NO_CONDITIONS, cost: { threshold, to } }),
} as const satisfies Trigger
