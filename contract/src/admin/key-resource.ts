import * as z from 'zod'
import { keyPolicySchema, keyRoutingSchema } from '../key-routing.ts'
import { keySchema } from '../key.ts'
import { modelType } from '../scalars.ts'
import { answeredAs, membersOf, sentAs } from './camel-case.ts'
import { changeable, inFileWords } from './in-file-words.ts'
import { organisationParams, pageOf } from './query.ts'
import { resourceMembers, resourceQuerySchema, usedBy } from './resource.ts'

const file = keySchema.omit({ key: true, key_sha256: true, previous: true })
const { routing: _routing, ...answered } = membersOf(answeredAs(file))

export const KEY_STATES = ['active', 'expired', 'revoked'] as const

/** An API key as it is in force; its secret is shown once, when it is made. */
export const keyResourceSchema = z.object({
  ...resourceMembers,
  ...answered,
  name: z.string(),
  state: z.enum(KEY_STATES),
  routing: answeredAs(keyRoutingSchema).meta({ description: 'Policies by type of model.' }),
  declaredRouting: z.array(modelType).meta({
    description: 'Types whose policy the configuration file declares: changed there only.',
  }),
  history: z
    .array(z.object({ hint: z.string().nullable(), until: z.string() }))
    .meta({ description: 'Earlier secrets and how long they are taken, newest first.' }),
  usedBy,
})
export const keyPageSchema = pageOf(keyResourceSchema)
export const keyQuerySchema = resourceQuerySchema.extend({
  state: z.enum(KEY_STATES).optional(),
})

const {
  hint: _hint,
  revokedAt: _revokedAt,
  ...sent
} = membersOf(sentAs(keySchema.omit({ key: true, key_sha256: true, previous: true, routing: true })))
const members = z.strictObject({
  ...sent,
  name: keySchema.shape.name,
  routing: sentAs(keyRoutingSchema).optional(),
})
export const keyCreateSchema = inFileWords(keySchema, members)
export const keyChangeSchema = inFileWords(keySchema, changeable(members.omit({ routing: true })))

const secret = z.string().meta({ description: 'The secret. Shown this once.' })
export const keyCreatedSchema = keyResourceSchema.extend({ key: secret })

const YEAR_S = 31_536_000

/** How a key is given another secret. */
export const keyRotationSchema = z
  .strictObject({
    graceSeconds: z
      .int()
      .min(0)
      .max(YEAR_S)
      .default(0)
      .meta({ description: 'How long the old secret is still taken; 0: it is not.' }),
    expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
  })
  .prefault({})

/** Both switches of routing have one shape, asked and answered. */
export const keyRoutingDocumentSchema = z.object({ routing: answeredAs(keyRoutingSchema) })

/** Replaces per type of model; `null` clears one. */
export const keyRoutingChangeSchema = inFileWords(
  z.object({ routing: keyRoutingSchema }),
  z.strictObject({
    routing: z.partialRecord(modelType, sentAs(keyPolicySchema).nullable()),
  }),
)

export const keyParams = organisationParams.extend({
  id: z.string().min(1).max(512).meta({ description: 'Id or name of the key, URL-encoded.' }),
})
export const adminKeyParams = keyParams.pick({ id: true })
