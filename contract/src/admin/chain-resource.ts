import * as z from 'zod'
import { chainSchema } from '../chain.ts'
import { entryName } from '../scalars.ts'
import { answeredAs, membersOf, sentAs } from './camel-case.ts'
import { changeable, inFileWords } from './in-file-words.ts'
import { pageOf } from './query.ts'
import { resourceMembers, usedBy } from './resource.ts'

/** A chain as it is in force. */
export const chainResourceSchema = z.object({
  ...resourceMembers,
  ...membersOf(answeredAs(chainSchema)),
  name: entryName,
  usedBy,
})
export const chainPageSchema = pageOf(chainResourceSchema)

const members = z.strictObject({ ...membersOf(sentAs(chainSchema)), name: entryName })
export const chainCreateSchema = inFileWords(chainSchema, members)
export const chainChangeSchema = inFileWords(chainSchema, changeable(members))

/** A chain as YAML or as the API has it; one of both. */
export const chainValidationRequestSchema = z
  .strictObject({
    yaml: z.string().max(200_000).optional().meta({
      description: 'One chain, a list of chains, or a file with `fallback.chains`.',
    }),
    chain: z.record(z.string(), z.unknown()).optional(),
    replaces: z.string().optional().meta({ description: 'Id or name of the chain that is being edited.' }),
  })
  .refine(({ yaml, chain }) => (yaml === undefined) !== (chain === undefined), {
    error: 'either yaml or chain',
  })

export const problemSchema = z.object({
  path: z.string().meta({ description: 'Of the member, such as `models[0].provider`.' }),
  line: z.number().nullable().meta({ description: 'In the YAML, from 1.' }),
  column: z.number().nullable(),
  message: z.string(),
  suggestion: z.string().nullable().meta({ description: 'What was probably meant.' }),
})

/** What is wrong with a chain, and the chain in both forms. */
export const chainValidationSchema = z.object({
  valid: z.boolean(),
  problems: z.array(problemSchema),
  warnings: z.array(problemSchema),
  chain: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'As the API takes it; null: not that far.' }),
  yaml: z.string().nullable().meta({ description: 'The same for the file.' }),
})
