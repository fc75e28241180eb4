import type { Behavior, ScriptedError, ScriptedPrefill } from './behavior.ts'
import type { Asked, Circumstances, Dialect, Piece } from './dialect.ts'
import { openaiUsage } from './openai-usage.ts'
import type { Part } from './parts.ts'
import { partsOf } from './parts.ts'
import { isObject } from './shape.ts'

const TERMINATOR = framed('message_stop', {})

/** Where Vertex serves it: the path names the model, the body the version. */
const VERTEX = /\/publishers\/anthropic\/models\/([^/:]+):(?:rawPredict|streamRawPredict)$/u

/** Anthropic Messages: https://platform.claude.com/docs/en/api/messages. */
export const anthropicMessages: Dialect = {
  serves: (path) => path.endsWith('/v1/messages') || VERTEX.test(path),
  read,
  beginning,
  events,
  whole,
  errorEvent: (error) => framed('error', { error: errorObject(error, 500) }),
  errorBody: (error, status) => JSON.stringify({ type: 'error', error: errorObject(error, status) }),
  malformed: (streamed) =>
    streamed ? 'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{\n\n' : '"]}',
  terminator: TERMINATOR,
}

function read(path: string, body: unknown): Asked | { readonly error: ScriptedError } {
  if (!isObject(body)) return missing('The body has to be a JSON object.')
  const inPath = VERTEX.exec(path)?.[1]
  if (inPath !== undefined && body['anthropic_version'] === undefined)
    return missing('anthropic_version: Field required')
  const model = inPath === undefined ? body['model'] : decodeURIComponent(inPath)
  if (typeof model !== 'string') return missing('model: Field required')
  if (!Array.isArray(body['messages'])) return missing('messages: Field required')
  if (typeof body['max_tokens'] !== 'number') return missing('max_tokens: Field required')
  return { model, streamed: body['stream'] === true, includeUsage: true }
}

/** Only as the last message itself: this dialect has no member that says so. */
function beginning(body: unknown, style: NonNullable<ScriptedPrefill['style']>): string | null {
  if (!isObject(body) || !Array.isArray(body['messages'])) return null
  const messages: readonly unknown[] = body['messages']
  const message = messages.at(style === 'asked' ? -2 : -1)
  if (!isObject(message) || message['role'] !== 'assistant') return null
  const content: unknown = message['content']
  if (typeof content === 'string') return content
  const first: unknown = Array.isArray(content) ? content[0] : null
  return isObject(first) && typeof first['text'] === 'string' ? first['text'] : null
}

function missing(message: string): { readonly error: ScriptedError } {
  return { error: { message, type: 'invalid_request_error' } }
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

function errorObject(error: ScriptedError, status: number): Readonly<Record<string, unknown>> {
  return {
    type: error.type ?? ERROR_TYPES[status] ?? 'api_error',
    message: error.message ?? `Simulated error with status ${status}.`,
    ...(error.code === undefined ? {} : { details: { error_code: error.code } }),
    ...error.more,
  }
}

function framed(type: string, members: Readonly<Record<string, unknown>>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...members })}\n\n`
}

function events(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const message = { ...messageOf(behavior, circumstances), content: [], stop_reason: null }
  const usage = usageOf(behavior, circumstances)
  const start = { ...message, usage: { ...usage, output_tokens: 1 } }
  const pieces: Piece[] = [{ kind: 'opening', bytes: framed('message_start', { message: start }) }]
  let index = -1
  let open = ''
  for (const part of partsOf(behavior)) {
    const kind = blockOf(part)
    if (kind !== open) {
      if (index >= 0) pieces.push({ kind: 'other', bytes: framed('content_block_stop', { index }) })
      index += 1
      open = kind
      const started = framed('content_block_start', { index, content_block: emptyBlock(part) })
      pieces.push({ kind: part.kind === 'tool-name' ? 'token' : 'other', bytes: started })
      if (index === 0) pieces.push({ kind: 'other', bytes: framed('ping', {}) })
    }
    const delta = deltaOf(part)
    if (delta !== null) pieces.push({ kind: 'token', bytes: framed('content_block_delta', { index, delta }) })
  }
  if (index >= 0) pieces.push({ kind: 'other', bytes: framed('content_block_stop', { index }) })
  const delta = { stop_reason: stopReason(behavior), stop_sequence: null }
  pieces.push({
    kind: 'finish',
    bytes: framed('message_delta', { delta, usage: { output_tokens: usage['output_tokens'] } }),
  })
  pieces.push({ kind: 'done', bytes: TERMINATOR })
  return pieces
}

function blockOf(part: Part): string {
  if (part.kind === 'tool-name' || part.kind === 'tool-arguments') return `tool ${part.index}`
  return part.kind === 'reasoning' ? 'thinking' : 'text'
}

function emptyBlock(part: Part): object {
  if (part.kind === 'tool-name') return { type: 'tool_use', id: part.id, name: part.name, input: {} }
  return part.kind === 'reasoning'
    ? { type: 'thinking', thinking: '', signature: '' }
    : { type: 'text', text: '' }
}

function deltaOf(part: Part): object | null {
  switch (part.kind) {
    case 'reasoning':
      return { type: 'thinking_delta', thinking: part.text }
    case 'text':
    case 'refusal':
      return { type: 'text_delta', text: part.text }
    case 'tool-arguments':
      return { type: 'input_json_delta', partial_json: part.text }
    case 'tool-name':
      return null
  }
}

/** The body of an unstreamed message; every block is a stretch of it. */
function whole(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const blocks = contentOf(partsOf(behavior))
  const head = JSON.stringify({ ...messageOf(behavior, circumstances), content: [] }).slice(0, -2)
  const end = {
    stop_reason: behavior.omit?.finish === true ? null : stopReason(behavior),
    stop_sequence: null,
  }
  const tail = JSON.stringify({ ...end, usage: usageOf(behavior, circumstances) }).slice(1)
  return [
    { kind: 'opening', bytes: head },
    ...blocks.map(
      (block, n) => ({ kind: 'token', bytes: (n === 0 ? '' : ',') + JSON.stringify(block) }) as const,
    ),
    { kind: 'finish', bytes: `],${tail}` },
  ]
}

function contentOf(parts: readonly Part[]): readonly object[] {
  const text = (kinds: readonly Part['kind'][]): string =>
    parts.map((part) => (kinds.includes(part.kind) && 'text' in part ? part.text : '')).join('')
  const blocks: object[] = []
  const thinking = text(['reasoning'])
  if (thinking !== '') blocks.push({ type: 'thinking', thinking, signature: 'simulated' })
  const said = text(['text', 'refusal'])
  if (said !== '') blocks.push({ type: 'text', text: said })
  for (const part of parts) {
    if (part.kind !== 'tool-name') continue
    const written = parts
      .map((one) => (one.kind === 'tool-arguments' && one.index === part.index ? one.text : ''))
      .join('')
    const input: unknown = JSON.parse(written === '' ? '{}' : written)
    blocks.push({ type: 'tool_use', id: part.id, name: part.name, input })
  }
  return blocks
}

function messageOf({ model }: Behavior, { asked, n }: Circumstances): object {
  return { id: `msg_${n}`, type: 'message', role: 'assistant', model: model ?? asked.model }
}

/** Scripts say finish reasons in the words of chat completions, or in this dialect's own. */
const REASONS: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
}

function stopReason(behavior: Behavior): string {
  const said = behavior.finishReason
  if (said !== undefined) return REASONS[said] ?? said
  if (behavior.refusal !== undefined) return 'refusal'
  return behavior.toolCalls === undefined ? 'end_turn' : 'tool_use'
}

function usageOf(behavior: Behavior, circumstances: Circumstances): Readonly<Record<string, number>> {
  const usage = openaiUsage(behavior, circumstances)
  const cached = usage.prompt_tokens_details.cached_tokens
  return {
    input_tokens: usage.prompt_tokens - cached,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
    output_tokens: usage.completion_tokens,
  }
}
