import * as z from 'zod'
import { DEFAULTS } from './defaults.ts'
import { milliseconds, positiveInteger, positiveMilliseconds } from './scalars.ts'

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

const midStreamMode = z.enum(['continue', 'error', 'buffer'])

/** How much of a stream is held back before the client gets any of it. */
export const bufferSchemas = {
  buffer: z.literal('all').optional().meta({ description: 'all: the whole answer.' }),
  buffer_tokens: positiveInteger.optional().meta({ description: 'Until there are so many tokens.' }),
  buffer_ms: positiveMilliseconds.optional().meta({ description: 'Until so long after the first content.' }),
}

/** What happens to a stream that breaks after its first content. */
export const midStreamSchema = z
  .union(
    [
      midStreamMode,
      z.strictObject({
        mode: midStreamMode,
        instructed: z.boolean().default(false).meta({
          description: 'As a last resort, ask a model to go on from the text so far.',
        }),
        ...bufferSchemas,
      }),
    ],
    { error: 'must be continue, error, buffer, or a section such as { mode: continue, instructed: true }' },
  )
  .meta({ description: 'What happens to a stream that breaks after its first content.' })

export type MidStreamEntry = z.output<typeof midStreamSchema>
