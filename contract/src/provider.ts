import * as z from 'zod'
import { baseUrl, secret, stringMap } from './scalars.ts'
import { timeoutsOverrideSchema } from './timeouts.ts'
import { CLOUD_MEMBERS, KINDS_WITHOUT_BASE_URL, PROVIDER_KINDS } from './vocabulary.ts'

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

const kind = z.enum(PROVIDER_KINDS).meta({ description: 'How the provider is spoken to.' })

/** A provider: where it is reached and how it is spoken to. */
export const providerSchema = z
  .strictObject({
    kind,
    api_key: secret.nullable().default(null),
    base_url: baseUrl.nullable().default(null).meta({ description: "null: the kind's own." }),
    region: z.string().min(1).nullable().default(null),
    location: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/, 'must be a place as the cloud names it, such as us-east-1')
      .nullable()
      .default(null)
      .meta({ description: "The cloud's own word for the place (bedrock, vertex); null: the region." }),
    project: z
      .string()
      .regex(/^[a-z][a-z0-9:.-]*$/, 'must be the id of a project')
      .nullable()
      .default(null)
      .meta({ description: 'Project of the cloud (vertex).' }),
    credentials: secret.nullable().default(null).meta({
      description:
        'JSON of a service account (vertex), or KEY_ID:SECRET_KEY[:SESSION_TOKEN] (bedrock); null: found where the cloud puts them.',
    }),
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
  .superRefine((provider, context) => {
    for (const members of CLOUD_MEMBERS[provider.kind] ?? []) {
      const [first = 'location'] = members
      if (members.some((name) => provider[name] !== null)) continue
      context.addIssue({
        code: 'custom',
        path: [first],
        message: `missing: kind ${provider.kind} needs ${members.join(' or ')}`,
      })
    }
  })

export type ProviderEntry = z.output<typeof providerSchema>
