import * as z from 'zod'
import { capability, modelType } from '../scalars.ts'
import { limit, pageOf } from './query.ts'

/** A model that is known beforehand. */
export const catalogModelSchema = z.object({
  id: z.string().meta({ description: '`provider/model`.' }),
  model: z.string().meta({ description: 'What the provider calls it.' }),
  name: z.string(),
  provider: z.string(),
  kind: z.string().meta({ description: 'Kind of provider to configure.' }),
  type: modelType,
  contextWindow: z.number().nullable(),
  price: z
    .object({ input: z.number(), output: z.number(), cachedInput: z.number().nullable() })
    .nullable()
    .meta({ description: 'US dollars per million tokens.' }),
  capabilities: z.array(capability).nullable().meta({ description: 'null: not known.' }),
  deprecated: z.boolean(),
})

export const catalogQuerySchema = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, 'must be the nextCursor of a page')
    .optional(),
  limit,
  search: z.string().max(256).optional(),
  provider: z.string().max(64).optional(),
  type: modelType.optional(),
})

export const catalogPageSchema = pageOf(catalogModelSchema).extend({
  providers: z.array(
    z.object({
      provider: z.string(),
      kind: z.string(),
      name: z.string(),
      mark: z.string().meta({ description: 'One or two letters, where there is no picture.' }),
      models: z.number(),
      needsBaseUrl: z.boolean(),
    }),
  ),
})
