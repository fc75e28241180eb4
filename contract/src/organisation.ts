import * as z from 'zod'
import { budgetSchema } from './budget.ts'

/** Rules over all keys. */
export const organisationSchema = z
  .strictObject({
    routing: z.strictObject({ enabled: z.boolean().default(true) }).prefault({}),
    allow_request_override: z
      .boolean()
      .default(true)
      .meta({ description: 'May requests bring their own routing.' }),
    refusal_lock: z
      .boolean()
      .default(false)
      .meta({ description: 'Refusals and filtered content never move to another model.' }),
    budget: budgetSchema.optional(),
  })
  .meta({ description: 'Rules over all keys.' })
