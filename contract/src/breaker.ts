import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { inOrder, positiveInteger, positiveMilliseconds, share } from './scalars.ts'

const members = {
  failures: positiveInteger.meta({ description: 'Consecutive failures that open the breaker.' }),
  error_rate: share.meta({ description: 'Share of failures in the window that opens it, 0–1.' }),
  window_s: positiveInteger.max(3_600).meta({ description: 'Length of the window, seconds.' }),
  min_requests: positiveInteger.meta({
    description: 'Requests in the window below which the rate says nothing.',
  }),
  open_ms: positiveMilliseconds.meta({ description: 'How long it stays open at first, milliseconds.' }),
  open_max_ms: positiveMilliseconds.meta({ description: 'How long it stays open at most, milliseconds.' }),
}

/** Breaker of a model or deployment: only what differs from the level above. */
export const breakerOverrideSchema = z
  .strictObject(members)
  .partial()
  .refine(...inOrder('open_ms', 'open_max_ms'))

/** Breakers of the file, complete. */
export const breakerSchema = z
  .strictObject({
    failures: members.failures.default(DEFAULTS.breaker.failures),
    error_rate: members.error_rate.default(DEFAULTS.breaker.error_rate),
    window_s: members.window_s.default(DEFAULTS.breaker.window_s),
    min_requests: members.min_requests.default(DEFAULTS.breaker.min_requests),
    open_ms: members.open_ms.default(DEFAULTS.breaker.open_ms),
    open_max_ms: members.open_max_ms.default(DEFAULTS.breaker.open_max_ms),
  })
  .refine(...inOrder('open_ms', 'open_max_ms'))
  .meta({ description: 'When a deployment is benched for failures; also on a model and deployment.' })

export type BreakerOverride = z.output<typeof breakerOverrideSchema>
