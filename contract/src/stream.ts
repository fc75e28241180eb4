import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { milliseconds } from './scalars.ts'

/** How answers are streamed. */
export const streamSchema = z
  .strictObject({
    flush_after_ms: milliseconds.default(DEFAULTS.stream.flush_after_ms).meta({
      description:
        'Silence after which headers and comments are sent, giving up the HTTP status, milliseconds.',
    }),
    malformed_event: z.enum(['drop', 'error']).default(DEFAULTS.stream.malformed_event),
  })
  .meta({ description: 'How answers are streamed.' })

/** What happens to a stream that breaks after its first content. */
export const midStreamSchema = z
  .union(
    [
      z.enum(['continue', 'error', 'buffer']),
      z.strictObject({ mode: z.literal('continue'), instructed: z.boolean().default(false) }),
    ],
    { error: 'must be continue, error, buffer, or { mode: continue, instructed: true }' },
  )
  .meta({ description: 'What happens to a stream that breaks after its first content.' })
