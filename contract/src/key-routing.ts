import * as z from 'zod'
import { milliseconds, modelType, strategy } from './scalars.ts'
import { failoverOnSchema } from './trigger.ts'

/** A key's policy for one type of model. */
export const keyPolicySchema = z.strictObject({
  strategy: strategy.default('failover'),
  candidates: z
    .array(
      z.strictObject({
        modelName: z.string().min(1),
        priority: z.int().nullable().default(null).meta({ description: 'Lower numbers are tried first.' }),
      }),
    )
    .min(1)
    .optional()
    .meta({ description: 'The plan, whatever model was asked for.' }),
  nativeFallback: z
    .record(z.string(), z.array(z.string().min(1)))
    .optional()
    .meta({ description: 'Fallbacks by endpoint family, provider name or provider kind.' }),
  failoverOn: failoverOnSchema.optional(),
  maxRetries: z
    .int()
    .min(0)
    .max(100)
    .nullable()
    .default(null)
    .meta({ description: 'Moves between candidates.' }),
  retryDelayMs: milliseconds.nullable().default(null).meta({ description: 'Pause before a move.' }),
  crossProtocol: z.enum(['translate', 'same-family']).default('translate'),
})

/** A key's policies, by type of model. */
export const keyRoutingSchema = z.partialRecord(modelType, keyPolicySchema)

export type KeyPolicyEntry = z.output<typeof keyPolicySchema>
