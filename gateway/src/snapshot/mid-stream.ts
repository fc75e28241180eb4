import type { ChainEntry, MidStreamEntry } from '@backstay/contract'
import type { Buffering, Hedge, MidStream } from '#domain/policy'
import { DEFAULT_BUFFER } from '#domain/policy'

/** What a `mid_stream` of the file asks for; `null` where it is not given. */
export function midStreamOf(entry: MidStreamEntry | undefined): MidStream | null {
  if (entry === undefined) return null
  const section = typeof entry === 'string' ? { mode: entry, instructed: false } : entry
  const buffer = bufferingOf(section)
  return {
    mode: section.mode === 'continue' ? 'continue' : 'error',
    instructed: section.instructed,
    buffer: section.mode === 'buffer' ? (buffer ?? DEFAULT_BUFFER) : buffer,
  }
}

/** `null` where none of the members is given. */
export function bufferingOf(
  given: Pick<ChainEntry, 'buffer' | 'buffer_tokens' | 'buffer_ms'>,
): Buffering | null {
  const { buffer, buffer_tokens: tokens, buffer_ms: ms } = given
  if (buffer === undefined && tokens === undefined && ms === undefined) return null
  return { all: buffer === 'all', tokens: tokens ?? null, ms: ms ?? null }
}

/** The hedging that a chain allows. */
export function hedgeOf({ name, hedge }: ChainEntry): Hedge | null {
  if (hedge === undefined) return null
  const { after, max_share: maxShare } = hedge
  return { name, maxShare, afterP95: after === 'p95', afterMs: after === 'p95' ? 0 : after }
}
