import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'
import { ERROR_SET } from './error.ts'

export const availability = {
  id: 'availability',
  compile: () => ({ ...NO_CONDITIONS, set: ERROR_SET }),
} as const satisfies Trigger
