import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { addressRange, baseUrl, secret } from './scalars.ts'
import { signInSchema } from './sign-in.ts'

const GIBIBYTE = 1_073_741_824
const port = z.int().min(0).max(65_535)

/** Where the gateway listens. */
export const serverSchema = z
  .strictObject({
    host: z.string().min(1).default(DEFAULTS.server.host),
    port: port.default(DEFAULTS.server.port).meta({ description: '0: any free port.' }),
    trusted_proxies: z
      .array(addressRange)
      .default([])
      .meta({ description: 'Addresses whose X-Forwarded-For is believed.' }),
    max_body_bytes: z.int().min(1_024).max(GIBIBYTE).default(DEFAULTS.server.max_body_bytes),
    allow_link_local: z.boolean().default(false).meta({
      description:
        'Providers may be at link-local addresses, where clouds answer questions about their machines.',
    }),
    cors: z.array(z.string().min(1)).default([]).meta({ description: 'Origins of browsers that may call.' }),
  })
  .meta({ description: 'Where the gateway listens.' })

/** Where the admin API and the metrics are. */
export const adminSchema = z
  .strictObject({
    port: port.nullable().default(null).meta({ description: 'null: the same port as the gateway.' }),
    metrics_token: secret.nullable().default(null),
    url: baseUrl
      .nullable()
      .default(null)
      .meta({ description: 'Where browsers find the console, if not where the gateway listens.' }),
    sign_in: signInSchema.prefault({}),
  })
  .meta({ description: 'Where the admin API and the metrics are.' })

export const storeSchema = z
  .string()
  .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'must be sqlite:FILE or postgres://…')
  .default(DEFAULTS.store)
  .meta({ description: 'Where records are kept: sqlite:FILE or postgres://….' })

export const stateSchema = z
  .string()
  .regex(/^(memory|rediss?:\/\/.+)$/, 'must be memory or redis://…')
  .refine((state) => !state.startsWith('redis') || URL.canParse(state), 'is not a URL that can be read')
  .default(DEFAULTS.state)
  .meta({ description: 'Where limits and breakers are kept: memory or redis://….' })
