import * as z from 'zod'
import { baseUrl, secret } from './scalars.ts'

const LONGEST_SESSION_H = 8_760

const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain such as example.com')

/** An OpenID Connect provider that people sign in with. */
const identityProviderSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and "-"')
    .refine((id) => id !== 'credential', 'must be another word than "credential"')
    .meta({ description: 'Part of its callback: URL/api/auth/callback/ID.' }),
  name: z.string().min(1).max(80).optional().meta({ description: 'What the button says.' }),
  issuer: baseUrl.meta({ description: 'Where /.well-known/openid-configuration is.' }),
  client_id: z.string().min(1).max(512),
  client_secret: secret,
  scopes: z.array(z.string().regex(/^[\x21-\x7e]+$/)).default(['openid', 'email', 'profile']),
  default_role: z
    .enum(['owner', 'admin', 'editor', 'viewer'])
    .nullable()
    .default(null)
    .meta({ description: 'Of everybody whom it vouches for; null: only people who were invited come in.' }),
  domains: z.array(domain).default([]).meta({ description: 'Whose addresses may; empty: all.' }),
  trust_email: z.boolean().default(false).meta({
    description:
      'Its addresses count as verified although it does not say so; only where it is the only one to set them.',
  }),
})

/** How people sign in to console and admin API. */
export const signInSchema = z
  .strictObject({
    session_hours: z.int().min(1).max(LONGEST_SESSION_H).default(168),
    providers: z
      .array(identityProviderSchema)
      .default([])
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must have different ids'),
  })
  .meta({ description: 'How people sign in to console and admin API.' })
