import type { Answer } from './answer.ts'
import { LINE_ENDS } from './answer.ts'
import type { Behavior, CutMeans } from './behavior.ts'
import type { Piece } from './dialect.ts'

/** Something to repeat while nothing else is sent. */
export interface Beat {
  readonly everyMs: number
  readonly bytes: string
}

/** What happens to the socket, one thing after the other. The last one is `end`, `hang` or `cut`. */
export type Step =
  | {
      readonly kind: 'head'
      readonly status: number
      readonly headers: Readonly<Record<string, string | number>>
    }
  | { readonly kind: 'write'; readonly bytes: string | Uint8Array }
  | { readonly kind: 'wait'; readonly ms: number; readonly beat: Beat | null }
  | { readonly kind: 'hang'; readonly beat: Beat | null }
  | { readonly kind: 'cut'; readonly how: CutMeans }
  | { readonly kind: 'end' }

/** Lays out an answer in time, with what goes wrong with it. `extra` headers yield to those of the behavior. */
export function timelineOf(
  behavior: Behavior,
  answer: Answer,
  extra: Readonly<Record<string, string>>,
): readonly Step[] {
  const steps: Step[] = []
  pause(steps, behavior.delays?.beforeHeadersMs, null)
  if (behavior.hang === 'before_headers') return [...steps, { kind: 'hang', beat: null }]
  if (behavior.cut?.at === 'before_headers') return [...steps, { kind: 'cut', how: behavior.cut.how }]
  const body = cutAfterBytes(bodySteps(behavior, answer), behavior.cut)
  const headers: Record<string, string | number> = { 'content-type': answer.contentType, ...extra }
  const length = contentLength(behavior, answer)
  if (length !== null && extra['content-encoding'] === undefined) headers['content-length'] = length
  for (const [name, value] of Object.entries(behavior.headers ?? {})) headers[name.toLowerCase()] = value
  steps.push({ kind: 'head', status: answer.status, headers })
  steps.push(...resized(body, answer, behavior.pieceBytes))
  return steps
}

function bodySteps(behavior: Behavior, answer: Answer): readonly Step[] {
  const { hang, cut, delays } = behavior
  const beat = beatOf(behavior, answer)
  if (cut?.at === 'after_headers') return [{ kind: 'cut', how: cut.how }]
  const steps: Step[] = comments(behavior, answer)
  const hangAt = typeof hang === 'object' ? hang.afterTokens : hang === 'before_first_token' ? 0 : -1
  const cutAt = typeof cut?.at === 'object' && 'afterTokens' in cut.at ? cut.at.afterTokens : -1
  const cutIn = typeof cut?.at === 'object' && 'insideToken' in cut.at ? cut.at.insideToken : -1
  const first = firstContent(answer)
  let tokens = 0
  for (let index = 0; index <= answer.pieces.length; index++) {
    const piece = answer.pieces[index]
    if (index === first) pause(steps, delays?.beforeFirstTokenMs, beat)
    if (index >= first && tokens === hangAt) return [...steps, { kind: 'hang', beat }]
    if (index >= first && cut !== undefined && tokens === cutAt)
      return [...steps, { kind: 'cut', how: cut.how }]
    if (piece === undefined) break
    if (index > first && answer.streamed && paced(piece)) pause(steps, delays?.betweenChunksMs, beat)
    if (piece.kind === 'token') tokens++
    if (cut !== undefined && piece.kind === 'token' && tokens === cutIn) {
      return [...steps, { kind: 'write', bytes: firstHalf(piece) }, { kind: 'cut', how: cut.how }]
    }
    steps.push({ kind: 'write', bytes: piece.bytes })
  }
  return [...steps, { kind: 'end' }]
}

function firstHalf({ bytes }: Piece): Uint8Array {
  const whole = Buffer.from(bytes)
  return whole.subarray(0, Math.ceil(whole.length / 2))
}

/** Where the wait for the first token ends. Unstreamed answers keep back everything until then. */
function firstContent(answer: Answer): number {
  if (!answer.streamed) return 0
  const index = answer.pieces.findIndex(({ kind }) => kind !== 'opening')
  return index < 0 ? answer.pieces.length : index
}

/** What closes a stream comes together with the finish reason. */
function paced(piece: Piece): boolean {
  return piece.kind !== 'closing' && piece.kind !== 'done'
}

function pause(steps: Step[], ms: number | undefined, beat: Beat | null): void {
  if (ms !== undefined && ms > 0) steps.push({ kind: 'wait', ms, beat })
}

function commentOf(behavior: Behavior, answer: Answer): string {
  if (!answer.streamed) return '\n'
  const end = LINE_ENDS[behavior.lineEnds ?? 'lf']
  return `: ${behavior.keepalive?.comment ?? 'keep-alive'}${end}${end}`
}

function comments(behavior: Behavior, answer: Answer): Step[] {
  if (behavior.keepalive === undefined) return []
  const bytes = commentOf(behavior, answer)
  return Array.from({ length: behavior.keepalive.count ?? 1 }, () => ({ kind: 'write', bytes }) as const)
}

function beatOf(behavior: Behavior, answer: Answer): Beat | null {
  const everyMs = behavior.keepalive?.everyMs
  return everyMs === undefined ? null : { everyMs, bytes: commentOf(behavior, answer) }
}

/** Promised for unstreamed answers, also for those that break off, unless they are to look complete. */
function contentLength(behavior: Behavior, answer: Answer): number | null {
  if (answer.streamed || behavior.keepalive !== undefined || behavior.cut?.how === 'end') return null
  return answer.pieces.reduce((sum, { bytes }) => sum + Buffer.byteLength(bytes), 0)
}

function cutAfterBytes(steps: readonly Step[], cut: Behavior['cut']): readonly Step[] {
  if (cut === undefined || typeof cut.at === 'string' || !('afterBytes' in cut.at)) return steps
  const end: Step = { kind: 'cut', how: cut.how }
  const kept: Step[] = []
  let left = cut.at.afterBytes
  for (const step of steps) {
    if (left === 0 || step.kind === 'end') break
    if (step.kind === 'write') {
      const bytes = Buffer.from(step.bytes).subarray(0, left)
      left -= bytes.length
      kept.push({ kind: 'write', bytes })
    } else kept.push(step)
  }
  return [...kept, end]
}

/** Events are written one by one, other bodies at once, unless pieces of a size are asked for. */
function resized(steps: readonly Step[], answer: Answer, pieceBytes: number | undefined): readonly Step[] {
  if (pieceBytes === undefined && answer.streamed) return steps
  const result: Step[] = []
  let pending: (string | Uint8Array)[] = []
  const flush = (): void => {
    if (pieceBytes === undefined && pending.every((bytes) => typeof bytes === 'string')) {
      if (pending.length > 0) result.push({ kind: 'write', bytes: pending.join('') })
    } else result.push(...slices(Buffer.concat(pending.map((bytes) => Buffer.from(bytes))), pieceBytes))
    pending = []
  }
  for (const step of steps) {
    if (step.kind === 'write') pending.push(step.bytes)
    else {
      flush()
      result.push(step)
    }
  }
  return result
}

function slices(bytes: Uint8Array, size: number | undefined): readonly Step[] {
  const step = size ?? Math.max(bytes.length, 1)
  return Array.from({ length: Math.ceil(bytes.length / step) }, (_, index) => ({
    kind: 'write' as const,
    bytes: bytes.subarray(index * step, (index + 1) * step),
  }))
}
