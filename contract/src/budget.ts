import * as z from 'zod'
import { usd } from './scalars.ts'

/** How much may be spent in a period. */
export const budgetSchema = z
  .strictObject({
    usd: usd.meta({ description: 'US dollars.' }),
    per: z
      .enum(['day', 'week', 'month'])
      .default('month')
      .meta({ description: 'Period of the calendar in UTC; weeks begin on Monday.' }),
    at_limit: z.enum(['block', 'switch']).default('block').meta({
      description:
        'block: requests that do not fit are refused. switch: they go on with what is cheaper than what they asked for, past the limit.',
    }),
  })
  .meta({ description: 'How much may be spent in a period. Models without a known price cost it nothing.' })

export type BudgetEntry = z.output<typeof budgetSchema>
