import * as z from 'zod'
import { limit, organisationParams } from './query.ts'

const time = z.number().nullable().meta({ description: 'Milliseconds since 1970; null: from the file.' })

/** What every configured thing has beside what it is. */
export const resourceMembers = {
  id: z.string().meta({ description: 'Stays when the name changes. Paths take the name as well.' }),
  source: z
    .enum(['file', 'store'])
    .meta({ description: 'file: declared in the configuration file, and changed there only.' }),
  revision: z.number().meta({ description: 'Goes up with every change; the ETag. 0: from the file.' }),
  createdAt: time,
  updatedAt: time,
  createdBy: z.string().nullable(),
}

/** Who names a resource. */
export const useSchema = z.object({
  kind: z.enum(['model', 'chain', 'key', 'settings']),
  name: z.string(),
  at: z.string().meta({ description: 'Where in it, such as `deployments[0].provider`.' }),
})

export const usedBy = z
  .array(useSchema)
  .meta({ description: 'What names it, and keeps it from being deleted.' })

export const resourceParams = organisationParams.extend({
  id: z.string().min(1).max(1_024).meta({ description: 'Id or name, URL-encoded.' }),
})

/** Which resources are listed, by name. */
export const resourceQuerySchema = z.object({
  cursor: z.string().min(1).max(1_024).optional(),
  limit,
  search: z.string().max(256).optional().meta({ description: 'Part of the name.' }),
  source: z.enum(['file', 'store']).optional(),
})

/** A change takes place only if the resource is as its reader saw it. */
export const ifMatchHeaders = z.object({
  'if-match': z
    .string()
    .max(100)
    .optional()
    .meta({ description: 'The ETag that was read; 412 if the resource has changed since.' }),
})

export type Use = z.output<typeof useSchema>

export const deletedSchema = z.object({ id: z.string(), deleted: z.literal(true) })
