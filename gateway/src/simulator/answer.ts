import type { Behavior } from './behavior.ts'
import type { Circumstances, Dialect, Piece } from './dialect.ts'

/** A complete and correct answer, before anything goes wrong with it. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  /** The body is made of server-sent events. */
  readonly streamed: boolean
  readonly pieces: readonly Piece[]
}

/** What a behavior says, in the words of a dialect. */
export function answerOf(behavior: Behavior, dialect: Dialect, circumstances: Circumstances): Answer {
  const streamed = circumstances.asked.streamed
  const status = behavior.status ?? 200
  const generated = {
    status,
    contentType: behavior.contentType ?? (streamed ? (dialect.streamType ?? EVENTS) : JSON_TYPE),
    streamed,
  }
  if (behavior.replay !== undefined) {
    return { ...generated, pieces: [other(Buffer.from(behavior.replay.bytes, behavior.replay.encoding))] }
  }
  const fixed = fixedBody(behavior, dialect, streamed)
  if (fixed !== null) {
    return {
      status,
      contentType: behavior.contentType ?? fixed.type,
      streamed: false,
      pieces: [other(fixed.bytes)],
    }
  }
  if (!streamed) {
    const whole = dialect.whole(behavior, circumstances)
    return { ...generated, pieces: withMalformed(whole, behavior, dialect.malformed(false)) }
  }
  const complete = withoutOmitted(dialect.events(behavior, circumstances), behavior)
  const pieces = withMalformed(withError(complete, behavior, dialect), behavior, dialect.malformed(true))
  return { ...generated, pieces: withLineEnds(pieces, behavior) }
}

export const LINE_ENDS = { lf: '\n', crlf: '\r\n', cr: '\r' } as const

const EVENTS = 'text/event-stream; charset=utf-8'
const JSON_TYPE = 'application/json'

function fixedBody(
  behavior: Behavior,
  dialect: Dialect,
  streamed: boolean,
): { bytes: string; type: string } | null {
  const { body } = behavior
  if (body !== undefined) {
    return 'json' in body
      ? { bytes: JSON.stringify(body.json), type: JSON_TYPE }
      : { bytes: body.text, type: 'text/plain; charset=utf-8' }
  }
  const status = behavior.status ?? 200
  const error = behavior.error ?? (status >= 400 ? {} : streamed ? undefined : behavior.errorEvent?.error)
  return error === undefined ? null : { bytes: dialect.errorBody(error, status), type: JSON_TYPE }
}

function withoutOmitted(pieces: readonly Piece[], behavior: Behavior): readonly Piece[] {
  const { finish = false, done = false } = behavior.omit ?? {}
  if (!finish && !done) return pieces
  return pieces.filter(({ kind }) => !(finish && kind === 'finish') && !(done && kind === 'done'))
}

function withError(pieces: readonly Piece[], behavior: Behavior, dialect: Dialect): readonly Piece[] {
  if (behavior.errorEvent === undefined) return pieces
  const { afterTokens, error, done } = behavior.errorEvent
  const kept = pieces.slice(0, indexAfter(pieces, afterTokens))
  const last: readonly Piece[] = done === true ? [{ kind: 'done', bytes: dialect.terminator }] : []
  return [...kept, other(dialect.errorEvent(error)), ...last]
}

function withMalformed(
  pieces: readonly Piece[],
  behavior: Behavior,
  malformed: Piece['bytes'],
): readonly Piece[] {
  if (behavior.malformedChunk === undefined) return pieces
  const at = indexAfter(pieces, behavior.malformedChunk.afterTokens)
  return [...pieces.slice(0, at), other(malformed), ...pieces.slice(at)]
}

/** 0 tokens is the very first place. */
function indexAfter(pieces: readonly Piece[], tokens: number): number {
  let seen = 0
  if (tokens === 0) return 0
  const index = pieces.findIndex(({ kind }) => kind === 'token' && ++seen === tokens)
  return index < 0 ? pieces.length : index + 1
}

function withLineEnds(pieces: readonly Piece[], behavior: Behavior): readonly Piece[] {
  if (behavior.lineEnds === undefined) return pieces
  const end = LINE_ENDS[behavior.lineEnds]
  return pieces.map(({ kind, bytes }) => ({
    kind,
    bytes: typeof bytes === 'string' ? bytes.replaceAll('\n', end) : bytes,
  }))
}

function other(bytes: string | Uint8Array): Piece {
  return { kind: 'other', bytes }
}
