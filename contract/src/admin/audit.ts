import * as z from 'zod'
import { limit, moment, pageOf } from './query.ts'

const text = z.string().min(1).max(512).optional()
const content = z
  .unknown()
  .meta({ description: 'As the route that shows it answers; null: it did not exist.' })

/** What somebody changed. Later versions may add members. */
export const auditEntrySchema = z.object({
  id: z.string().meta({ description: 'Sorts by time.' }),
  at: z.number().meta({ description: 'Milliseconds since 1970.' }),
  organisation: z.string(),
  actor: z.object({
    kind: z.enum(['admin-token', 'person', 'service-token', 'system']),
    id: z.string(),
    name: z.string(),
  }),
  action: z.string().meta({ description: 'Such as `model.update`.' }),
  target: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  before: content,
  after: content,
  request: z.string().nullable().meta({ description: 'The `x-request-id` of the answer.' }),
})

const AUDIT_ID = /^[0-9a-f]{24}$/

/** Which entries of the audit log are listed, newest first. */
export const auditQuerySchema = z
  .object({
    cursor: z.string().regex(AUDIT_ID, 'must be the nextCursor of a page').optional(),
    limit,
    from: moment.optional(),
    to: moment.optional(),
    actor: text.meta({ description: 'Id of who did it.' }),
    action: text.meta({ description: 'A whole action, or its beginning such as `model.`.' }),
    target: text.meta({ description: 'Id or name of what was changed.' }),
    targetKind: text,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['from'],
    error: 'must not be later than to',
  })

export const auditPageSchema = pageOf(auditEntrySchema)
