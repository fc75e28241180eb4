import * as z from 'zod'
import { limit, organisationParams, pageOf } from './query.ts'

/** What one write changed of one entry, in the words of the file, without secrets. */
export const entryChangeSchema = z.object({
  kind: z.string(),
  id: z.string(),
  name: z.string(),
  before: z.record(z.string(), z.unknown()).nullable().meta({ description: 'null: it was not there.' }),
  after: z.record(z.string(), z.unknown()).nullable().meta({ description: 'null: it is gone.' }),
})

/** A state of what the store holds of the configuration. */
export const configurationVersionSchema = z.object({
  number: z.number(),
  at: z.number(),
  by: z.string(),
  action: z.string(),
  changes: z.array(entryChangeSchema),
  current: z.boolean(),
})
export const configurationVersionPageSchema = pageOf(configurationVersionSchema)
export const configurationVersionQuerySchema = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the nextCursor of a page')
    .optional(),
  limit,
})
export const configurationVersionParams = organisationParams.extend({
  number: z.coerce.number({ error: 'must be a number' }).int().min(0).max(1e15),
})

/** What several gateways are told when the store has changed. */
export const cacheInvalidationSchema = z.object({
  scope: z.enum(['organisation', 'apikey']),
  id: z.string().min(1).max(512),
})
