import * as z from 'zod'
import { limit, pageOf } from './query.ts'
import { emailSchema, roleSchema } from './session.ts'

/** Somebody who belongs to an organisation, or was invited to. */
export const memberSchema = z.object({
  id: z.string().meta({ description: 'Of the membership, or of the invitation.' }),
  state: z.enum(['active', 'invited']),
  person: z.string().nullable().meta({ description: 'null: invited.' }),
  email: z.string(),
  name: z.string(),
  role: roleSchema,
  since: z.number().meta({ description: 'Milliseconds since 1970.' }),
  expiresAt: z.number().nullable().meta({ description: 'Until when an invitation can be taken up.' }),
})

export const memberPageSchema = pageOf(memberSchema)

export const memberQuerySchema = z.object({ cursor: z.string().min(1).max(64).optional(), limit })

export const invitationSchema = z.strictObject({
  email: emailSchema,
  name: z.string().trim().min(1).max(120).optional(),
  role: roleSchema,
})

/** An invitation with the link that takes it up, which is shown once. */
export const invitedSchema = memberSchema.extend({
  link: z.string().meta({ description: 'To be handed to the person; works once, for seven days.' }),
})

export const roleChangeSchema = z.strictObject({ role: roleSchema })

/** An organisation that the caller belongs to. */
export const organisationSchema = z.object({ id: z.string(), name: z.string(), role: roleSchema })

export const organisationPageSchema = pageOf(organisationSchema)

const organisationName = z.string().trim().min(1).max(120)

export const namedOrganisationSchema = organisationSchema.extend({
  revision: z.string().meta({ description: 'Of its name.' }),
})

export const organisationNameSchema = z.strictObject({ name: organisationName })

export const newOrganisationSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and "-"')
    .meta({ description: 'Part of the paths of its routes.' }),
  name: organisationName,
})

/** A token by which a program uses the admin API. */
export const serviceTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: roleSchema,
  state: z.enum(['active', 'expired', 'revoked']),
  createdBy: z.string(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
  lastUsedAt: z.number().nullable().meta({ description: 'To the minute.' }),
  revokedAt: z.number().nullable(),
})

export const serviceTokenPageSchema = pageOf(serviceTokenSchema)

export const newServiceTokenSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  role: roleSchema.meta({ description: 'Not more than your own.' }),
  expiresAt: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'ISO 8601; without it the token works until it is revoked.' }),
})

/** The token itself is shown this once. */
export const createdServiceTokenSchema = serviceTokenSchema.extend({ token: z.string() })
