import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { inOrder, milliseconds } from './scalars.ts'

const members = {
  max_attempts: z.int().min(1).max(20).meta({ description: 'Tries per deployment, the first one included.' }),
  backoff: z
    .enum(['exponential', 'fixed', 'none'])
    .meta({ description: 'How the pause between tries on one deployment grows.' }),
  base_ms: milliseconds.meta({ description: 'First pause, milliseconds.' }),
  max_ms: milliseconds.meta({ description: 'Longest pause, milliseconds.' }),
  rate_limit_wait_ms: milliseconds.meta({
    description: 'Longest hint of a provider that is waited out in place, milliseconds.',
  }),
}

/** Tries of a model or chain: only what differs from the file. */
export const retryOverrideSchema = z
  .strictObject(members)
  .partial()
  .refine(...inOrder('base_ms', 'max_ms'))

/** Tries of the file, complete. */
export const retrySchema = z
  .strictObject({
    max_attempts: members.max_attempts.default(DEFAULTS.retry.max_attempts),
    backoff: members.backoff.default(DEFAULTS.retry.backoff),
    base_ms: members.base_ms.default(DEFAULTS.retry.base_ms),
    max_ms: members.max_ms.default(DEFAULTS.retry.max_ms),
    rate_limit_wait_ms: members.rate_limit_wait_ms.default(DEFAULTS.retry.rate_limit_wait_ms),
  })
  .refine(...inOrder('base_ms', 'max_ms'))
  .meta({ description: 'Tries on the same deployment; also on a model and chain.' })

export type RetryOverride = z.output<typeof retryOverrideSchema>
