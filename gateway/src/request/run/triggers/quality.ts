import { ofClasses } from '#domain/trigger-set'
import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** A checked answer was not good enough. */
export const quality = {
  id: 'quality',
  compile: () => ({ ...NO_CONDITIONS, set: ofClasses('quality') }),
} as const satisfies Trigger
