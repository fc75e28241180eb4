import * as z from 'zod'
import { breakerOverrideSchema } from './breaker.ts'
import { retryOverrideSchema } from './retry.ts'
import { routingOverrideSchema } from './routing.ts'
import * as scalars from './scalars.ts'
import { midStreamSchema } from './stream.ts'
import { timeoutsOverrideSchema } from './timeouts.ts'
import { triggersSchema } from './trigger.ts'

const limitPerMinute = scalars.positiveInteger.nullable().default(null)

/** One place where a model can be called. */
export const deploymentSchema = z.strictObject({
  provider: scalars.providerName.meta({ description: 'Name of a configured provider.' }),
  model: scalars.upstreamModel.meta({ description: 'What the provider calls the model.' }),
  api_key: scalars.secret.nullable().default(null).meta({ description: "null: the provider's." }),
  base_url: scalars.baseUrl.nullable().default(null).meta({ description: "null: the provider's." }),
  region: z.string().min(1).nullable().default(null).meta({ description: "null: the provider's." }),
  enabled: z.boolean().default(true),
  tokens_per_minute: limitPerMinute.meta({ description: 'Never sent more than this; null: no limit.' }),
  requests_per_minute: limitPerMinute.meta({ description: 'Never sent more than this; null: no limit.' }),
  weight: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .meta({ description: 'Share of the traffic; on all or none.' }),
  priority: z.int().nullable().default(null).meta({ description: 'Lower numbers are tried first.' }),
  prefill: z
    .union([z.boolean(), z.literal(['plain', 'prefix', 'continue_final_message'])], {
      error: 'must be true, false, plain, prefix or continue_final_message',
    })
    .nullable()
    .default(null)
    .meta({ description: 'How an answer can be continued from its beginning.' }),
  params: scalars.bodyMembers
    .default({})
    .meta({ description: 'Body members used where the request gives none.' }),
  extra_body: scalars.bodyMembers
    .default({})
    .meta({ description: 'Body members set whatever the request says.' }),
  timeouts: timeoutsOverrideSchema.optional(),
  breaker: breakerOverrideSchema.optional(),
})

const priceSchema = z
  .strictObject({
    input: scalars.usd,
    output: scalars.usd,
    cached_input: scalars.usd.nullable().default(null).meta({ description: 'null: as input.' }),
  })
  .meta({ description: 'US dollars per million tokens.' })

/** A name that clients send, with the places it can be called. */
export const modelSchema = z.strictObject({
  name: scalars.entryName.meta({ description: 'What clients send as "model".' }),
  type: scalars.modelType.default('chat'),
  aliases: z.array(scalars.entryName).default([]),
  enabled: z
    .boolean()
    .default(true)
    .meta({ description: 'false: none of its deployments is used, its fallbacks answer.' }),
  visible: z.boolean().default(true).meta({ description: 'false: lists of models leave it out.' }),
  context_window: scalars.positiveInteger.nullable().default(null).meta({ description: 'Tokens.' }),
  max_output_tokens: scalars.positiveInteger.nullable().default(null),
  capabilities: z
    .array(scalars.capability)
    .nullable()
    .default(null)
    .meta({ description: 'null: not known.' }),
  price: priceSchema.nullable().default(null),
  strategy: scalars.strategy.nullable().default(null).meta({ description: 'Order of the deployments.' }),
  fallbacks: z
    .array(scalars.entryName)
    .nullable()
    .default(null)
    .meta({ description: 'Models and chains tried after every deployment of this one.' }),
  triggers: triggersSchema.optional(),
  deployments: z.array(deploymentSchema).min(1),
  probe: z
    .strictObject({ every_ms: scalars.positiveMilliseconds.nullable().default(null) })
    .optional()
    .meta({
      description:
        'Asks deployments that no request shows to be well, at most so often; every probe is paid for.',
    }),
  allow_model_change: z
    .boolean()
    .default(false)
    .meta({ description: 'Embeddings may come from another model.' }),
  mid_stream: midStreamSchema.optional(),
  timeouts: timeoutsOverrideSchema.optional(),
  breaker: breakerOverrideSchema.optional(),
  retry: retryOverrideSchema.optional(),
  routing: routingOverrideSchema.optional(),
})

export type DeploymentEntry = z.output<typeof deploymentSchema>
export type ModelEntry = z.output<typeof modelSchema>
