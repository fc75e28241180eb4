import * as z from 'zod'
import { deploymentSchema, modelSchema } from '../model.ts'
import { entryName } from '../scalars.ts'
import { answeredAs, membersOf, sentAs } from './camel-case.ts'
import { changeable, inFileWords } from './in-file-words.ts'
import { pageOf } from './query.ts'
import { resourceMembers, usedBy } from './resource.ts'

const deploymentId = z
  .string()
  .meta({ description: 'As in `health`. It derives from the content: an edited deployment has another one.' })

/** A deployment as it is in force. */
export const deploymentResourceSchema = z.object({
  id: deploymentId,
  label: z.string().meta({ description: 'Its label, as in records and headers.' }),
  ...membersOf(answeredAs(deploymentSchema)),
  kind: z.string().meta({ description: 'Kind of its provider.' }),
  credential: z.string(),
  share: z.number().nullable().meta({
    description: "Of the model's traffic while all are well, 0–1; null: decided by what is measured.",
  }),
})

/** A model as it is in force. */
export const modelResourceSchema = z.object({
  ...resourceMembers,
  ...membersOf(answeredAs(modelSchema)),
  name: entryName,
  deployments: z.array(deploymentResourceSchema),
  known: z
    .object({
      contextWindow: z.number().nullable(),
      price: z
        .object({ input: z.number(), output: z.number(), cachedInput: z.number().nullable() })
        .nullable(),
    })
    .meta({ description: 'What is in force where the model says nothing: from the catalog.' }),
  effectiveStrategy: z.string().meta({ description: 'Order of its deployments, as it is in force.' }),
  hint: z
    .string()
    .nullable()
    .meta({ description: 'What should be looked at, such as limits on some deployments only.' }),
  usedBy,
})
export const modelPageSchema = pageOf(modelResourceSchema)

const provider = z
  .union([z.string(), z.strictObject({ kind: z.string(), name: z.string().optional() })])
  .meta({
    description:
      'Name of a provider; or the kind of one, with baseUrl, apiVersion and region beside it: an entry that fits is used, or made.',
  })

/** A deployment as it is sent: with the `id` of a saved one, a secret that is left out stays. */
export const deploymentSentSchema = z.strictObject({
  id: z.string().optional().meta({ description: 'Of the saved deployment that this one replaces.' }),
  ...membersOf(sentAs(deploymentSchema)),
  provider,
  apiVersion: z.string().min(1).nullable().optional().meta({ description: 'With a kind of provider.' }),
})

const members = z.strictObject({
  ...membersOf(sentAs(modelSchema)),
  name: entryName,
  deployments: z.array(deploymentSentSchema).min(1).max(1_000),
})
export const modelCreateSchema = inFileWords(modelSchema, members)
export const modelChangeSchema = inFileWords(modelSchema, changeable(members))
export const deploymentCreateSchema = inFileWords(deploymentSchema, deploymentSentSchema.omit({ id: true }))
export const deploymentChangeSchema = inFileWords(
  deploymentSchema,
  changeable(deploymentSentSchema.omit({ id: true })),
)
export const deploymentPageSchema = pageOf(deploymentResourceSchema)
