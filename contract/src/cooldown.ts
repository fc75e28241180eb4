import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { inOrder, positiveMilliseconds } from './scalars.ts'

/** How long a rate-limited deployment rests. */
export const cooldownSchema = z
  .strictObject({
    min_ms: positiveMilliseconds.default(DEFAULTS.cooldown.min_ms),
    max_ms: positiveMilliseconds.default(DEFAULTS.cooldown.max_ms),
    default_ms: positiveMilliseconds
      .default(DEFAULTS.cooldown.default_ms)
      .meta({ description: 'Rest without a hint of the provider, milliseconds.' }),
  })
  .refine(...inOrder('min_ms', 'default_ms'))
  .refine(...inOrder('default_ms', 'max_ms'))
  .meta({ description: "How long a rate-limited deployment rests: the provider's hint within these bounds." })
