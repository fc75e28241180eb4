import type { Behavior } from './behavior.ts'
import type { Circumstances, Piece } from './dialect.ts'
import { openaiUsage } from './openai-usage.ts'
import type { Part } from './parts.ts'
import { partsOf } from './parts.ts'

/** The body of an unstreamed chat completion, in pieces that end where its tokens do. */
export function openaiWhole(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const { asked, n, createdS } = circumstances
  const head =
    `{"id":"chatcmpl-${n}","object":"chat.completion","created":${createdS},` +
    `"model":${JSON.stringify(behavior.model ?? asked.model)},"choices":[{"index":0,"message":`
  const usage =
    behavior.usage === 'none' ? '' : `"usage":${JSON.stringify(openaiUsage(behavior, circumstances))},`
  const tail = `,"logprobs":null,"finish_reason":${finishReason(behavior)}}],${usage}`
  return [
    { kind: 'opening', bytes: head },
    ...messagePieces(behavior),
    { kind: 'finish', bytes: `${tail}"service_tier":"default","system_fingerprint":"fp_simulated"}` },
  ]
}

function finishReason(behavior: Behavior): string {
  if (behavior.omit?.finish === true) return 'null'
  return JSON.stringify(behavior.finishReason ?? (behavior.toolCalls === undefined ? 'stop' : 'tool_calls'))
}

const rendered = new WeakMap<Behavior, readonly Piece[]>()

/** Rendered once per behavior: nothing in it depends on the request. */
function messagePieces(behavior: Behavior): readonly Piece[] {
  let pieces = rendered.get(behavior)
  if (pieces === undefined) {
    pieces = renderMessage(behavior)
    rendered.set(behavior, pieces)
  }
  return pieces
}

function renderMessage(behavior: Behavior): readonly Piece[] {
  const parts = partsOf(behavior)
  const text = stringOf(parts, 'text')
  const refusal = stringOf(parts, 'refusal')
  const silent = text.length === 0 && (refusal.length > 0 || behavior.toolCalls !== undefined)
  const pieces: Piece[] = [other('{"role":"assistant"')]
  if (behavior.reasoning !== undefined) {
    const field = behavior.reasoning.field ?? 'reasoning_content'
    pieces.push(other(`,"${field}":"`), ...stringOf(parts, 'reasoning'), other('"'))
  }
  pieces.push(...(silent ? [other(',"content":null')] : [other(',"content":"'), ...text, other('"')]))
  pieces.push(
    ...(refusal.length > 0 ? [other(',"refusal":"'), ...refusal, other('"')] : [other(',"refusal":null')]),
  )
  if (behavior.toolCalls !== undefined) pieces.push(...toolPieces(parts))
  pieces.push(other('}'))
  return pieces
}

function toolPieces(parts: readonly Part[]): readonly Piece[] {
  const pieces: Piece[] = [other(',"tool_calls":[')]
  for (const part of parts) {
    if (part.kind === 'tool-name') {
      const before = part.index > 0 ? '"}},' : ''
      const id = JSON.stringify(part.id)
      const name = JSON.stringify(part.name)
      pieces.push(token(`${before}{"id":${id},"type":"function","function":{"name":${name},"arguments":"`))
    } else if (part.kind === 'tool-arguments') pieces.push(token(inString(part.text)))
  }
  pieces.push(other(parts.some((part) => part.kind === 'tool-name') ? '"}}]' : ']'))
  return pieces
}

function stringOf(parts: readonly Part[], kind: 'reasoning' | 'text' | 'refusal'): readonly Piece[] {
  return parts.flatMap((part) => (part.kind === kind ? [token(inString(part.text))] : []))
}

function inString(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}

function token(bytes: string): Piece {
  return { kind: 'token', bytes }
}

function other(bytes: string): Piece {
  return { kind: 'other', bytes }
}
