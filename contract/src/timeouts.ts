import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { milliseconds, positiveMilliseconds } from './scalars.ts'

const members = {
  connect_ms: positiveMilliseconds.meta({ description: 'Limit to connect, milliseconds.' }),
  first_token_ms: positiveMilliseconds.nullable().meta({
    description: 'Limit to the first token of a stream, milliseconds; null: by the type of the model.',
  }),
  answer_ms: positiveMilliseconds.nullable().meta({
    description: 'Limit to a whole unstreamed answer, milliseconds; null: by the type of the model.',
  }),
  idle_ms: positiveMilliseconds.meta({ description: 'Longest silence inside an answer, milliseconds.' }),
  total_ms: positiveMilliseconds.meta({ description: 'Limit to the whole request, milliseconds.' }),
  min_attempt_ms: milliseconds.meta({
    description: 'No attempt is begun with less time left, milliseconds.',
  }),
}

/** Limits on a provider, model, deployment or chain: only what differs from the level above. */
export const timeoutsOverrideSchema = z.strictObject(members).partial()

/** Limits of the file, complete. */
export const timeoutsSchema = z
  .strictObject({
    connect_ms: members.connect_ms.default(DEFAULTS.timeouts.connect_ms),
    first_token_ms: members.first_token_ms.default(DEFAULTS.timeouts.first_token_ms),
    answer_ms: members.answer_ms.default(DEFAULTS.timeouts.answer_ms),
    idle_ms: members.idle_ms.default(DEFAULTS.timeouts.idle_ms),
    total_ms: members.total_ms.default(DEFAULTS.timeouts.total_ms),
    min_attempt_ms: members.min_attempt_ms.default(DEFAULTS.timeouts.min_attempt_ms),
  })
  .meta({ description: 'Time limits; also on a provider, model, deployment and chain.' })

export type TimeoutsOverride = z.output<typeof timeoutsOverrideSchema>
