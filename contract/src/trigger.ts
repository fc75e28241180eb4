import * as z from 'zod'
import { qualityCheckSchema } from './quality-check.ts'
import { entryName, positiveInteger, positiveMilliseconds, share, strategy } from './scalars.ts'
import { PLAIN_TRIGGER_NAMES, TRIGGER_NAMES } from './vocabulary.ts'

const enabled = z.boolean().optional().meta({ description: 'false switches the entry off; default true.' })

const percentile = z
  .union([z.literal(['p50', 'p75', 'p90', 'p95', 'p99']), z.number().min(1).max(100)], {
    error: 'must be p50, p75, p90, p95, p99 or a number from 1 to 100',
  })
  .optional()
  .meta({
    description:
      'p50, p75, p90, p95, p99 or 1–100: a deployment that is slower than threshold_ms in this percentile is put last.',
  })

/** An entry with fields. */
export const triggerObjectSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(['all', 'auth', 'availability', 'error']), enabled }),
  z.strictObject({
    type: z.literal('rate_limit'),
    enabled,
    threshold: share.optional().meta({ description: 'Share of our own limit, 0–1; default 1.' }),
  }),
  z.strictObject({
    type: z.literal('latency'),
    enabled,
    threshold_ms: positiveMilliseconds
      .optional()
      .meta({ description: 'Limit to the first token, or to an unstreamed answer, milliseconds.' }),
    percentile,
  }),
  z.strictObject({
    type: z.literal('error_rate'),
    enabled,
    threshold: share.optional().meta({ description: 'Share of failures that opens the breaker, 0–1.' }),
    window_s: positiveInteger.max(3_600).optional().meta({ description: 'Seconds; default 60.' }),
    min_requests: positiveInteger.optional().meta({ description: 'Default 20.' }),
  }),
  z.strictObject({
    type: z.literal('cost'),
    enabled,
    threshold: share.optional().meta({ description: 'Share of the budget, 0–1; default 0.8.' }),
    to: entryName.optional().meta({ description: 'Model to move to; default the cheapest candidate.' }),
  }),
  z.strictObject({
    type: z.literal('quality'),
    enabled,
    checks: z
      .array(qualityCheckSchema)
      .max(16)
      .optional()
      .meta({ description: 'What an answer has to be; default non_empty and json_schema.' }),
    threshold: share
      .optional()
      .meta({ description: 'Score from checks and feedback, 0–1, below which a deployment goes last.' }),
  }),
  z.strictObject({
    type: z.literal('region'),
    enabled,
    prefer: z.array(z.string()).optional(),
    allow: z.array(z.string()).optional(),
  }),
  z.strictObject({ type: z.literal('load'), enabled, strategy: strategy.optional() }),
  z.strictObject({ type: z.literal(PLAIN_TRIGGER_NAMES), enabled }),
])

const triggerNameSchema = z.enum(TRIGGER_NAMES)

/** A name, or a type with its fields. */
export const triggerEntrySchema = z.union([triggerNameSchema, triggerObjectSchema])

/** What lets a request move on. */
export const triggersSchema = z.array(triggerEntrySchema).meta({
  description: 'What lets a request move on: names of sets, classes and types, or types with fields.',
})

/** `failoverOn` of a key policy: names, or the single word `any`. */
export const failoverOnSchema = z
  .union([z.literal('any'), z.array(triggerEntrySchema)], { error: 'must be "any" or a list of names' })
  .meta({ description: 'What moves on: 5xx, timeout, rate_limit, any, or what else triggers can be.' })

export type TriggerEntry = z.output<typeof triggerEntrySchema>
