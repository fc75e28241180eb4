import * as z from 'zod'

export const roleSchema = z.enum(['owner', 'admin', 'editor', 'viewer'])

/** An address that a person signs in with. */
export const emailSchema = z.email('must be an e-mail address').max(254)

const passwordSchema = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(256, 'must have at most 256 characters')

const secretText = z.string().min(1).max(512)

/** The ways in. */
export const signInMethodsSchema = z.object({
  password: z.boolean(),
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
})

export const signInSchema = z.strictObject({
  email: emailSchema,
  password: secretText,
})

/** The token of a one-time link: what stands behind `#link=` in it. */
export const linkSignInSchema = z.strictObject({ token: secretText })

export const providerSignInSchema = z.strictObject({
  provider: z.string().min(1).max(80).meta({ description: 'The id of one of the providers.' }),
})

/** Where to send the browser. */
export const providerUrlSchema = z.object({ url: z.string() })

/** Who asks, and what they may. */
export const sessionSchema = z.object({
  kind: z.enum(['admin-token', 'person', 'service-token', 'system']),
  id: z.string(),
  name: z.string(),
  email: z
    .string()
    .nullable()
    .meta({ description: 'null: not a person, or one who has not yet said an address.' }),
  organisation: z
    .string()
    .nullable()
    .meta({ description: 'Where routes without an organisation in their path belong; null: nowhere.' }),
  organisations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: roleSchema,
      permissions: z.array(z.string()).meta({ description: 'Such as `models:write`.' }),
    }),
  ),
  passwordSet: z.boolean().nullable().meta({ description: 'null: not a person.' }),
  byLink: z
    .boolean()
    .meta({ description: 'Signed in by a one-time link: a password may be set without the one before.' }),
  expiresAt: z.number().nullable().meta({ description: 'Milliseconds since 1970; null: no session.' }),
})

/** A new password. */
export const passwordChangeSchema = z.strictObject({
  newPassword: passwordSchema,
  currentPassword: secretText
    .optional()
    .meta({ description: 'Needed unless there is none, or the session began with a one-time link.' }),
  email: emailSchema
    .optional()
    .meta({ description: 'Of somebody who has not yet said an address: needed; else not taken.' }),
  name: z.string().trim().min(1).max(120).optional(),
})

export type Session = z.output<typeof sessionSchema>
