import * as z from 'zod'
import { baseUrl, secret, stringMap } from './scalars.ts'
import { timeoutsOverrideSchema } from './timeouts.ts'
import { KINDS_WITHOUT_BASE_URL, LATER_PROVIDER_KINDS, PROVIDER_KINDS } from './vocabulary.ts'

const ENDPOINTS = [
  'chat_completions',
  'completions',
  'embeddings',
  'images',
  'messages',
  'moderations',
  'responses',
  'speech',
  'transcriptions',
  'translations',
] as const

const kind = z
  .enum(PROVIDER_KINDS, {
    error: (issue) => {
      const later = LATER_PROVIDER_KINDS.find((name) => name === issue.input)
      if (later === undefined) return undefined
      return `kind "${later}" is not available in this version; available: ${PROVIDER_KINDS.join(', ')}`
    },
  })
  .meta({ description: 'How the provider is spoken to.' })

/** A provider: where it is reached and how it is spoken to. */
export const providerSchema = z
  .strictObject({
    kind,
    api_key: secret.nullable().default(null),
    base_url: baseUrl.nullable().default(null).meta({ description: "null: the kind's own." }),
    region: z.string().min(1).nullable().default(null),
    api_version: z.string().min(1).nullable().default(null),
    headers: stringMap.default({}).meta({ description: 'Sent with every request.' }),
    query: stringMap.default({}).meta({ description: 'Added to every URL.' }),
    proxy: baseUrl.nullable().default(null).meta({ description: 'HTTP proxy.' }),
    ca: z
      .string()
      .regex(/-----BEGIN CERTIFICATE-----/, 'must be PEM text; to read a file write ${file:PATH}')
      .nullable()
      .default(null)
      .meta({ description: 'PEM text of an additional certificate authority.' }),
    endpoints: z
      .array(z.enum(ENDPOINTS))
      .optional()
      .meta({ description: 'What an openai-compatible server speaks.' }),
    data_collection: z
      .enum(['allow', 'deny'])
      .nullable()
      .default(null)
      .meta({ description: 'Does it use what it is sent, such as for training; null: not said.' }),
    zdr: z
      .boolean()
      .default(false)
      .meta({ description: 'true: zero data retention, it keeps nothing of what it is sent.' }),
    timeouts: timeoutsOverrideSchema.optional(),
  })
  .refine((provider) => provider.base_url !== null || !KINDS_WITHOUT_BASE_URL.includes(provider.kind), {
    path: ['base_url'],
    error: (issue) => {
      const { kind: named } = issue.input as { readonly kind?: string }
      return `missing: kind ${named ?? ''} has no base URL of its own`
    },
  })

export type ProviderEntry = z.output<typeof providerSchema>
