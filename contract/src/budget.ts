import * as z from 'zod'
import { usd } from './scalars.ts'

/** How much may be spent in a period. */
export const budgetSchema = z.strictObject({
  usd,
  per: z.enum(['day', 'week', 'month']).default('month'),
  at_limit: z.enum(['block', 'switch']).default('block'),
})
