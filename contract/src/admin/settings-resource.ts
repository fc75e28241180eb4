import * as z from 'zod'
import { budgetSchema } from '../budget.ts'
import { fallbackSchema } from '../fallback.ts'
import { organisationSchema } from '../organisation.ts'
import { retentionSchema } from '../retention.ts'
import { answeredAs, membersOf, sentAs } from './camel-case.ts'
import { changeable, inFileWords } from './in-file-words.ts'

const fallback = fallbackSchema.omit({ chains: true })

/** Settings of an organisation, in the words of the file. */
export const settingsFileSchema = z.strictObject({
  fallback: fallback.partial().optional(),
  organisation: organisationSchema.partial().optional(),
  retention: retentionSchema.partial().optional(),
})

/** Settings of an organisation as they are in force. */
export const settingsResourceSchema = z.object({
  fallback: answeredAs(fallback),
  organisation: answeredAs(organisationSchema),
  retention: answeredAs(retentionSchema).nullable().meta({
    description: 'For how many days the store keeps things; null: that is not for this organisation to say.',
  }),
  declared: z.array(z.string()).meta({
    description:
      'Settings that the configuration file declares, such as `fallback.default`: changed there only.',
  }),
  revision: z.number(),
  updatedAt: z.number().nullable(),
})

/** Settings to change; `null` leaves a setting to its default, and in `retention` means for ever. */
export const settingsChangeSchema = inFileWords(
  settingsFileSchema,
  z.strictObject({
    fallback: changeable(z.object(membersOf(sentAs(fallback)))).optional(),
    organisation: changeable(z.object(membersOf(sentAs(organisationSchema)))).optional(),
    retention: changeable(z.object(membersOf(sentAs(retentionSchema)))).optional(),
  }),
)

/** The switch of an organisation: `{"routing": {"enabled": true}}`, asked and answered. */
export const organisationRoutingSchema = z.object({ routing: z.object({ enabled: z.boolean() }) })
export const organisationRoutingChangeSchema = z.strictObject({
  routing: z.strictObject({ enabled: z.boolean() }),
})

/** A budget and what has been spent of it. */
export const budgetResourceSchema = z.object({
  id: z.string().meta({ description: 'Of the key, or `organisation`.' }),
  source: z
    .enum(['file', 'store'])
    .meta({ description: 'file: the configuration file declares it, and it is changed there only.' }),
  revision: z.number().meta({ description: 'Of the key, or of the settings of the organisation.' }),
  owner: z.object({ kind: z.enum(['organisation', 'key']), name: z.string() }),
  ...membersOf(answeredAs(budgetSchema)),
  spentUsd: z.number(),
  reservedUsd: z.number().meta({ description: 'Expected cost of attempts under way.' }),
  share: z.number().meta({ description: 'Spent and reserved, of the limit.' }),
  renewsAt: z.string(),
})
/** A budget to set. */
export const budgetChangeSchema = inFileWords(budgetSchema, sentAs(budgetSchema))
export const budgetRemovedSchema = z.object({ id: z.string(), removed: z.literal(true) })
export const budgetListSchema = z.object({
  data: z.array(budgetResourceSchema),
  nextCursor: z.null(),
  unpriced: z
    .array(z.string())
    .meta({ description: 'Models whose price is not known: they cost budgets nothing.' }),
})
