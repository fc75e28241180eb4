import { ofClasses, TRIGGER_SETS, union } from '#domain/trigger-set'
import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** The provider is broken, silent, or does not have the model. */
export const ERROR_SET = union(TRIGGER_SETS['5xx'], TRIGGER_SETS.timeout, ofClasses('model_unavailable'))

export const error = {
  id: 'error',
  compile: () => ({ ...NO_CONDITIONS, set: ERROR_SET }),
} as const satisfies Trigger
