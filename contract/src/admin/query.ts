import * as z from 'zod'

const MAX_LIMIT = 500
const DEFAULT_LIMIT = 50
const DIGITS = /^\d{1,16}$/

/** A moment in a query: milliseconds since the Unix epoch, or ISO 8601 with a time zone. */
export const moment = z
  .string()
  .refine((text) => DIGITS.test(text) || isIso(text), {
    error: 'must be milliseconds since 1970 or ISO 8601 such as 2026-11-20T08:30:00Z',
  })
  .transform((text) => (DIGITS.test(text) ? Number(text) : Date.parse(text)))

/** How many entries a page has at most. */
export const limit = z.coerce
  .number({ error: 'must be a number' })
  .int()
  .min(1)
  .max(MAX_LIMIT)
  .default(DEFAULT_LIMIT)
  .meta({ description: `Entries on a page, 1–${MAX_LIMIT}.` })

/** `true` or `false` in a query. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')

/** One page of a list. */
export function pageOf<Entry extends z.ZodType>(entry: Entry) {
  return z.object({
    data: z.array(entry),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Give it as `cursor` for the next page; null: the last one.' }),
  })
}

/** What every route is below. */
export const organisationParams = z.object({
  organisationId: z.string().min(1).max(128).meta({ description: 'The first organisation is `default`.' }),
})

function isIso(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(Date.parse(text))
}
