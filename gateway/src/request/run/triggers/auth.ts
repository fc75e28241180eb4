import { ofClasses } from '#domain/trigger-set'
import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** The provider does not take the credential. */
export const AUTH_SET = ofClasses('auth', 'permission')

export const auth = {
  id: 'auth',
  compile: () => ({ ...NO_CONDITIONS, set: AUTH_SET }),
} as const satisfies Trigger
