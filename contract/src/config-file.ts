import * as z from 'zod'
import { breakerSchema } from './breaker.ts'
import { cooldownSchema } from './cooldown.ts'
import { fallbackSchema } from './fallback.ts'
import { keySchema } from './key.ts'
import { modelSchema } from './model.ts'
import { organisationSchema } from './organisation.ts'
import { providerSchema } from './provider.ts'
import { retentionSchema } from './retention.ts'
import { retrySchema } from './retry.ts'
import { routingSchema } from './routing.ts'
import { providerName } from './scalars.ts'
import { adminSchema, serverSchema, stateSchema, storeSchema } from './server.ts'
import { spoolSchema } from './spool.ts'
import { streamSchema } from './stream.ts'
import { timeoutsSchema } from './timeouts.ts'

/** The whole configuration file, after variables have been put in. */
export const configFileSchema = z.strictObject({
  server: serverSchema.prefault({}),
  admin: adminSchema.prefault({}),
  store: storeSchema,
  state: stateSchema,
  spool: spoolSchema.prefault({}),
  retention: retentionSchema.prefault({}),
  providers: z.record(providerName, providerSchema).default({}),
  models: z.array(modelSchema).default([]),
  timeouts: timeoutsSchema.prefault({}),
  breaker: breakerSchema.prefault({}),
  cooldown: cooldownSchema.prefault({}),
  retry: retrySchema.prefault({}),
  stream: streamSchema.prefault({}),
  routing: routingSchema.prefault({}),
  fallback: fallbackSchema.prefault({}),
  organisation: organisationSchema.prefault({}),
  keys: z.array(keySchema).default([]),
})

/** The file with every default filled in. */
export type ConfigFile = z.output<typeof configFileSchema>

/** The file as it is written: everything with a default may be left out. */
export type ConfigFileInput = z.input<typeof configFileSchema>
