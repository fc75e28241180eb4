import * as z from 'zod'
import { budgetSchema } from './budget.ts'
import { keyRoutingSchema } from './key-routing.ts'
import { addressRange, instant, keyHash, positiveInteger, secret } from './scalars.ts'

const limit = positiveInteger.nullable().default(null)

/** A virtual key: who calls, and what for. */
export const keySchema = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters'),
  key: secret.optional().meta({ description: 'The secret itself; better from a variable or file.' }),
  key_sha256: keyHash.optional().meta({ description: 'SHA-256 of the secret, instead of it.' }),
  hint: z
    .string()
    .max(40)
    .nullable()
    .default(null)
    .meta({ description: 'How the secret begins and ends, to tell keys apart.' }),
  owner: z.string().max(200).nullable().default(null).meta({ description: 'Who answers for it.' }),
  expires_at: instant.nullable().default(null).meta({ description: 'Refused from then on.' }),
  revoked_at: instant.nullable().default(null).meta({ description: 'Refused from then on, for good.' }),
  previous: z
    .array(
      z.strictObject({
        key_sha256: keyHash,
        until: instant,
        hint: z.string().max(40).nullable().default(null),
      }),
    )
    .max(50)
    .default([])
    .meta({ description: 'Earlier secrets, each taken until its time is over.' }),
  models: z
    .array(z.string().min(1))
    .default(['*'])
    .meta({ description: 'Models and chains it may use, "*", and "provider/*" for direct calls.' }),
  ip: z
    .strictObject({ allow: z.array(addressRange).default([]), deny: z.array(addressRange).default([]) })
    .prefault({}),
  limits: z
    .strictObject({
      requests_per_minute: limit,
      tokens_per_minute: limit,
      concurrency: limit,
      budget: budgetSchema.optional(),
    })
    .prefault({}),
  routing: keyRoutingSchema.default({}),
})

export type KeyEntry = z.output<typeof keySchema>
