import * as z from 'zod'
import { retryOverrideSchema } from './retry.ts'
import { routingOverrideSchema } from './routing.ts'
import * as scalars from './scalars.ts'
import { bufferSchemas, midStreamSchema } from './stream.ts'
import { timeoutsOverrideSchema } from './timeouts.ts'
import { triggersSchema } from './trigger.ts'

/** A configured model, or a provider's model. */
const chainStepSchema = z.strictObject({
  provider: scalars.providerName.optional().meta({ description: 'Only the deployments of this provider.' }),
  model: scalars.upstreamModel.meta({
    description: 'A configured model, or what the provider calls a model.',
  }),
  priority: z.int().nullable().default(null).meta({ description: 'Lower numbers are tried first.' }),
})

const hedgeSchema = z.strictObject({
  after: z.union([scalars.positiveMilliseconds, z.literal('p95')], { error: 'must be milliseconds or p95' }),
  max_share: scalars.share.default(0.05),
})

/** A named list of steps with its own triggers and retry rules. */
export const chainSchema = z.strictObject({
  name: scalars.entryName.meta({ description: 'Can be sent as "model", and stand in fallback lists.' }),
  models: z.array(chainStepSchema).min(1).meta({ description: 'Steps, in order.' }),
  triggers: triggersSchema.optional(),
  retry: retryOverrideSchema.optional(),
  strategy: scalars.strategy.default('failover'),
  require: z
    .strictObject({
      context_window: scalars.positiveInteger.optional(),
      capabilities: z.array(scalars.capability).optional(),
    })
    .optional()
    .meta({ description: 'What every step must be able to do.' }),
  timeouts: timeoutsOverrideSchema.optional(),
  mid_stream: midStreamSchema.optional(),
  hedge: hedgeSchema.optional(),
  ...bufferSchemas,
  routing: routingOverrideSchema.optional(),
})

export type ChainEntry = z.output<typeof chainSchema>
