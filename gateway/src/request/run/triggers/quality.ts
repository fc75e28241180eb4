import { ofClasses } from '#domain/trigger-set'
import { compileChecks } from '#run/check-answer'
import type { Trigger } from '#run/trigger'
import { NO_CONDITIONS } from '#run/trigger'

/** What every answer should be: something, and what the request itself asks for. */
const DEFAULT_CHECKS = ['non_empty', 'json_schema']

/** A checked answer was not good enough; with a threshold, deployments whose answers seldom are go last. */
export const quality = {
  id: 'quality',
  compile: ({ checks = DEFAULT_CHECKS, threshold = null }) => ({
    ...NO_CONDITIONS,
    set: ofClasses('quality'),
    quality: { checks: compileChecks(checks), threshold },
  }),
} as const satisfies Trigger
