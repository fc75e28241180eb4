import * as z from 'zod'
import { providerSchema } from '../provider.ts'
import { providerName } from '../scalars.ts'
import { answeredAs, membersOf, sentAs } from './camel-case.ts'
import { changeable, inFileWords } from './in-file-words.ts'
import { pageOf } from './query.ts'
import { resourceMembers, usedBy } from './resource.ts'

const shown = z.record(z.string(), z.string()).meta({ description: 'Values are shown masked.' })
const sent = membersOf(sentAs(providerSchema))

/** A provider as it is in force. */
export const providerResourceSchema = z.object({
  ...resourceMembers,
  name: providerName,
  ...membersOf(answeredAs(providerSchema)),
  headers: shown,
  query: shown,
  deployments: z.number().meta({ description: 'Deployments that are reached through it.' }),
  usedBy,
})
export const providerPageSchema = pageOf(providerResourceSchema)

const members = z.strictObject({ name: providerName, ...sent })
export const providerCreateSchema = inFileWords(providerSchema, members)
export const providerChangeSchema = inFileWords(providerSchema, changeable(members))
