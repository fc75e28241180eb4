import * as z from 'zod'
import { chainSchema } from './chain.ts'
import { entryName } from './scalars.ts'
import { midStreamSchema } from './stream.ts'
import { triggersSchema } from './trigger.ts'

/** Fallback for every model, and the chains. */
export const fallbackSchema = z
  .strictObject({
    default: z
      .array(entryName)
      .default([])
      .meta({ description: 'Models and chains tried for every model without its own list.' }),
    triggers: triggersSchema.optional(),
    routing: z.enum(['priority', 'cost', 'latency', 'balanced']).default('priority'),
    mid_stream: midStreamSchema.optional(),
    chains: z.array(chainSchema).default([]),
  })
  .meta({ description: 'Fallback for every model, and the chains.' })
