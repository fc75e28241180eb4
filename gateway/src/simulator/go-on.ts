import type { Behavior, ScriptedPrefill } from './behavior.ts'
import type { Dialect } from './dialect.ts'
import { error } from './faults.ts'
import { partsOf, textTokens } from './parts.ts'

/** What becomes of a behavior when the request brings the beginning of its answer along. */
export function goOn(behavior: Behavior, dialect: Dialect, body: unknown): Behavior {
  const { prefill } = behavior
  if (prefill === undefined) return behavior
  const beginning = dialect.beginning(body, prefill.style ?? 'plain')
  if (beginning === null) return behavior
  if (prefill.does === 'refuse') return NO_PREFILL
  if (prefill.refusesTrailingSpace === true && /\s$/.test(beginning)) return NO_TRAILING_SPACE
  // Models that are given a beginning have done their thinking.
  const { tokens: _, diverge: __, reasoning: ___, ...rest } = behavior
  return atMost({ ...rest, text: tokensAfter(textTokens(behavior), beginning, prefill) })
}

const NO_PREFILL = error(400, {
  message:
    'This model does not support assistant message prefill. The conversation must end with a user message.',
  type: 'invalid_request_error',
})
const NO_TRAILING_SPACE = error(400, {
  message: 'messages: final assistant content cannot end with trailing whitespace',
  type: 'invalid_request_error',
})

/** A beginning of another text than this is followed by all of it. */
function tokensAfter(
  tokens: readonly string[],
  beginning: string,
  { does, overlapTokens = 0 }: ScriptedPrefill,
): readonly string[] {
  const known = tokens.join('').startsWith(beginning)
  if (!known) return does === 'echo' ? [beginning, ...tokens] : tokens
  if (does === 'echo') return tokens
  let at = 0
  const ends = tokens.map((token) => (at += token.length))
  const next = ends.findIndex((end) => end > beginning.length)
  const first = next === -1 ? tokens.length : next
  if (overlapTokens > 0) return tokens.slice(Math.max(0, first - overlapTokens))
  const cut = tokens[first]?.slice(beginning.length - (ends[first - 1] ?? 0))
  return cut === undefined ? [] : [cut, ...tokens.slice(first + 1)]
}

/** Faults at a token that no longer comes happen after the last one. */
function atMost(behavior: Behavior): Behavior {
  const last = partsOf(behavior).length
  const { hang, cut, errorEvent, malformedChunk } = behavior
  const within = <T extends object>(place: T): T =>
    'afterTokens' in place && typeof place.afterTokens === 'number'
      ? { ...place, afterTokens: Math.min(place.afterTokens, last) }
      : place
  return {
    ...behavior,
    ...(typeof hang === 'object' && { hang: within(hang) }),
    ...(cut !== undefined && typeof cut.at === 'object' && { cut: { ...cut, at: within(cut.at) } }),
    ...(errorEvent !== undefined && { errorEvent: within(errorEvent) }),
    ...(malformedChunk !== undefined && { malformedChunk: within(malformedChunk) }),
  }
}
