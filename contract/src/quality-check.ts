import * as z from 'zod'
import { entryName, positiveInteger, positiveMilliseconds, secret, share } from './scalars.ts'
import { PLAIN_QUALITY_CHECKS, QUALITY_CHECKS } from './vocabulary.ts'

/** Longest pattern that is taken. */
const LONGEST_PATTERN = 1_000
/** Somebody waits for the answer meanwhile. */
const LONGEST_WAIT_MS = 60_000

const waitMs = positiveMilliseconds.max(LONGEST_WAIT_MS)
const required = z
  .boolean()
  .default(false)
  .meta({ description: 'true: an answer that could not be checked fails; default false: it passes.' })

const checkObjectSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal(['non_empty', 'not_truncated', 'valid_json', 'not_refusal']) }),
  z.strictObject({
    type: z.literal('json_schema'),
    schema: z
      .record(z.string(), z.json())
      .optional()
      .meta({ description: "JSON Schema; default: that of the request's response_format." }),
  }),
  z.strictObject({
    type: z.literal('min_length'),
    chars: positiveInteger.meta({ description: 'Characters, without white space around them.' }),
  }),
  z
    .strictObject({
      type: z.literal('matches'),
      pattern: z
        .string()
        .min(1)
        .max(LONGEST_PATTERN)
        .meta({ description: 'Regular expression (JavaScript) that the text must match somewhere.' }),
      flags: z
        .string()
        .regex(/^[imsuv]{0,5}$/, 'must be some of the letters i, m, s, u, v')
        .default(''),
      not: z.boolean().default(false).meta({ description: 'true: the text must not match.' }),
    })
    .refine(isRegularExpression, { path: ['pattern'], error: 'is not a regular expression' }),
  z.strictObject({
    type: z.literal('webhook'),
    url: z.string().refine(isHttpUrl, 'must be an http:// or https:// URL without user and fragment'),
    timeout_ms: waitMs.default(2_000),
    secret: secret.optional().meta({ description: 'Signs what is posted (Standard Webhooks).' }),
    required,
    allow_link_local: z
      .boolean()
      .default(false)
      .meta({ description: 'true: link-local addresses, where clouds keep metadata, are allowed.' }),
  }),
  z.strictObject({
    type: z.literal('judge'),
    model: entryName.meta({ description: 'Configured model that reads the answer.' }),
    prompt: z
      .string()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: 'What a good answer is; default: correct, complete, to the point.' }),
    threshold: share.default(0.5).meta({ description: 'Lowest score that passes, 0–1.' }),
    timeout_ms: waitMs.default(10_000),
    required,
  }),
])

const checkNameSchema = z.enum(PLAIN_QUALITY_CHECKS, {
  error: ({ input }) =>
    QUALITY_CHECKS.some((name) => name === input) ? 'needs fields; write it as {type: …, …}' : undefined,
})

/** What an answer has to be: a name, or a type with its fields. */
export const qualityCheckSchema = z.union([checkNameSchema, checkObjectSchema])

export type QualityCheckEntry = z.output<typeof qualityCheckSchema>

function isHttpUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return false
  return url.username === '' && url.password === '' && url.hash === ''
}

function isRegularExpression({ pattern, flags }: { pattern: string; flags: string }): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp
  } catch {
    return false
  }
}
