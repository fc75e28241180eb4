import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'

const days = z.int().min(1).max(36_500).nullable()

/** How long the store keeps things. */
export const retentionSchema = z
  .strictObject({
    usage_days: days
      .default(DEFAULTS.retention.usage_days)
      .meta({ description: 'Usage records, and feedback on their answers. null: for ever.' }),
    events_days: days
      .default(DEFAULTS.retention.events_days)
      .meta({ description: 'Events. null: for ever.' }),
    rollup_days: days.default(DEFAULTS.retention.rollup_days).meta({
      description: 'What usage adds up to per day; per hour it is kept for 93 days. null: for ever.',
    }),
    config_versions: z
      .int()
      .min(1)
      .max(1_000_000)
      .nullable()
      .default(DEFAULTS.retention.config_versions)
      .meta({
        description:
          'Versions of what is configured over the admin API, the newest of each organisation; one can go back as far. null: all.',
      }),
  })
  .meta({ description: 'How long the store keeps things; what is older is removed every hour.' })
