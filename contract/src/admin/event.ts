import * as z from 'zod'
import { limit, moment, pageOf } from './query.ts'

const logged = {
  id: z.string().meta({ description: 'Sorts by time.' }),
  at: z.number().meta({ description: 'Milliseconds since 1970.' }),
  organisation: z.string(),
}
const forMs = z.number().nullable()
const place = z.object({ model: z.string(), deployment: z.string().nullable() })

function kind<const Kinds extends readonly [string, ...string[]], Shape extends z.ZodRawShape>(
  kinds: Kinds,
  shape: Shape,
) {
  return z.object({ ...logged, kind: z.enum(kinds), ...shape })
}

/** One entry of the event log. */
export const eventSchema = z.discriminatedUnion('kind', [
  kind(['breaker-opened'], { deployment: z.string(), class: z.string(), openMs: z.number() }),
  kind(['breaker-half-opened', 'breaker-closed', 'credential-restored'], { deployment: z.string() }),
  kind(['deployment-cooling', 'credential-benched'], {
    deployment: z.string(),
    class: z.string(),
    forMs: z.number(),
  }),
  kind(['deployment-drained', 'deployment-forced-open'], {
    deployment: z.string(),
    forMs,
    reason: z.string(),
    by: z.string(),
  }),
  kind(['deployment-released'], { deployment: z.string(), state: z.enum(['drained', 'forced_open']) }),
  kind(['deployment-reset'], { deployment: z.string(), reason: z.string(), by: z.string() }),
  kind(['request-moved'], {
    request: z.string().meta({ description: 'Id of its usage record; of several alike, the last one.' }),
    key: z.string(),
    requestedModel: z.string(),
    from: place,
    to: place,
    classes: z.array(z.string()),
    status: z.number(),
    count: z.number().meta({ description: 'How many requests alike this stands for.' }),
  }),
  kind(['budget-threshold'], {
    budget: z.string(),
    per: z.enum(['day', 'week', 'month']),
    share: z.number().meta({ description: 'Of the limit, 0–1.' }),
    spentUsd: z.number(),
    limitUsd: z.number(),
    atLimit: z.enum(['block', 'switch']),
    renews: z.string(),
  }),
  kind(['config-loaded'], { version: z.string(), warnings: z.number() }),
  kind(['config-refused'], { problems: z.array(z.string()) }),
  kind(['store-failing', 'store-recovered', 'records-dropped'], { message: z.string(), records: z.number() }),
  kind(['shared-state-lost', 'shared-state-restored'], { message: z.string() }),
])

/** Every kind of event. */
export const EVENT_KINDS: readonly string[] = eventSchema.options.flatMap(({ shape }) => shape.kind.options)

const EVENT_ID = /^[0-9a-f]{24}$/

/** The id of an event, as a place to go on from. */
export const eventId = z.string().regex(EVENT_ID, 'must be the id of an event')

const kinds = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(EVENT_KINDS)).max(EVENT_KINDS.length))
  .optional()
  .meta({ description: 'Kinds of event, separated by commas; without it every kind.', type: 'string' })

/** Which events are listed, newest first. */
export const eventQuerySchema = z.object({
  cursor: eventId.optional(),
  limit,
  kind: kinds,
  since: moment.optional(),
})

/** Which events are told as they happen. */
export const liveEventQuerySchema = z.object({ kind: kinds })

export const eventPageSchema = pageOf(eventSchema)
