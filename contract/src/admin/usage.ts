import * as z from 'zod'
import { limit, moment, pageOf } from './query.ts'
import { whichRequests } from './which-requests.ts'

const tokens = z.object({
  input: z.number(),
  cachedInput: z.number(),
  cacheWrite: z.number(),
  output: z.number(),
  reasoning: z.number(),
  estimated: z.boolean(),
})

const attempt = z.object({
  n: z.number(),
  modelName: z.string(),
  deployment: z.string(),
  provider: z.string(),
  region: z.string().nullable(),
  status: z.number().nullable(),
  outcome: z.string(),
  errorClass: z.string().nullable(),
  action: z.string(),
  reason: z.string(),
  startedAt: z.number(),
  ttftMs: z.number().nullable(),
  totalMs: z.number(),
  tokens: tokens.nullable(),
})

/** What became of one request. Later versions may add members. */
export const usageRecordSchema = z.object({
  id: z.string(),
  at: z.number().meta({ description: 'Milliseconds since 1970.' }),
  key: z.string(),
  organisation: z.string(),
  requestedModel: z.string(),
  servedModel: z.string().nullable(),
  provider: z.string().nullable(),
  deployment: z.string().nullable(),
  type: z.string(),
  dialect: z.string(),
  streamed: z.boolean(),
  status: z.number(),
  errorClass: z.string().nullable(),
  tokens,
  costUsd: z.number().nullable(),
  wastedCostUsd: z.number().nullable(),
  ttftMs: z.number().nullable(),
  totalMs: z.number(),
  overheadMs: z.number(),
  configVersion: z.string(),
  probe: z
    .boolean()
    .meta({ description: 'Sent by the gateway itself, to see whether a deployment is well.' }),
  routing: z.object({
    strategy: z.string(),
    source: z.record(z.string(), z.string()),
    attempts: z.array(attempt),
    skipped: z.array(z.object({ deployment: z.string(), reason: z.string() })),
    fallbacks: z.array(z.string()),
    warnings: z.array(z.string()),
  }),
})

/** Where a page of usage records ends: the time and the id of its last one. */
const usageCursor = z
  .string()
  .regex(/^\d{1,16}~[\w-]{1,64}$/, 'must be the nextCursor of a page')
  .transform((text) => {
    const [at = '', id = ''] = text.split('~')
    return { at: Number(at), id }
  })

const filter = z.object({
  from: moment.optional(),
  to: moment.optional(),
  ...whichRequests,
})

const isRange = ({
  from,
  to,
}: {
  readonly from?: number | undefined
  readonly to?: number | undefined
}): boolean => from === undefined || to === undefined || from <= to
const NO_RANGE = { path: ['from'], error: 'must not be later than to' }

/** Which usage records are listed, newest first. */
export const usageQuerySchema = filter
  .extend({ cursor: usageCursor.optional(), limit })
  .refine(isRange, NO_RANGE)

/** Which usage records are exported, and how. */
export const usageExportQuerySchema = filter
  .extend({
    format: z.enum(['csv', 'jsonl']).default('csv').meta({
      description:
        'csv: a column per member, attempts as JSON in the last but two. jsonl: a record per line.',
    }),
  })
  .refine(isRange, NO_RANGE)

export const usagePageSchema = pageOf(usageRecordSchema)
