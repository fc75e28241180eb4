import type { Behavior, ScriptedError } from './behavior.ts'
import type { Asked, Circumstances, Dialect, Piece } from './dialect.ts'
import { binaryFrame } from './binary-frame.ts'
import { openaiUsage } from './openai-usage.ts'
import type { Part } from './parts.ts'
import { partsOf } from './parts.ts'
import { isObject } from './shape.ts'

const PATH = /\/model\/([^/]+)\/converse(-stream)?$/u

/** Bedrock's Converse: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html. */
export const bedrockConverse: Dialect = {
  serves: (path) => PATH.test(path),
  read,
  // It takes a turn of the assistant at the end as some models behind it do and others do not: scripts say neither.
  beginning: () => null,
  events,
  whole,
  errorEvent: (error) => {
    const type = exceptionOf(error, 500)
    const message = error.message ?? 'Simulated error.'
    return binaryFrame({ ':message-type': 'exception', ':exception-type': lowerFirst(type) }, { message })
  },
  errorBody: (error, status) =>
    JSON.stringify({
      __type: exceptionOf(error, status),
      message: error.message ?? `Simulated error with status ${status}.`,
      ...error.more,
    }),
  // A frame with a payload that is none, or lengths that make no sense.
  malformed: (streamed) => (streamed ? Buffer.from('this is no frame, and never was one') : '"]}'),
  terminator: '',
  streamType: 'application/vnd.amazon.eventstream',
}

function read(path: string, body: unknown): Asked | { readonly error: ScriptedError } {
  const [, model = '', streamed] = PATH.exec(path) ?? []
  if (!isObject(body) || !Array.isArray(body['messages'])) {
    return {
      error: { message: '1 validation error detected: messages is missing', type: 'ValidationException' },
    }
  }
  return { model: decodeURIComponent(model), streamed: streamed !== undefined, includeUsage: true }
}

const EXCEPTIONS: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
}

function exceptionOf({ type }: ScriptedError, status: number): string {
  return type?.endsWith('Exception') === true ? type : (EXCEPTIONS[status] ?? 'InternalServerException')
}

function lowerFirst(type: string): string {
  return type.charAt(0).toLowerCase() + type.slice(1)
}

/** What the shapes of the API call a union member stands around it; frames carry what is inside, padded. */
function framed(type: string, payload: object): Uint8Array {
  return binaryFrame({ ':message-type': 'event', ':event-type': type }, { ...payload, p: 'abcdefgh' })
}

function events(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const pieces: Piece[] = [{ kind: 'opening', bytes: framed('messageStart', { role: 'assistant' }) }]
  let contentBlockIndex = -1
  let open = ''
  const close = (): void => {
    if (contentBlockIndex < 0) return
    pieces.push({ kind: 'other', bytes: framed('contentBlockStop', { contentBlockIndex }) })
  }
  for (const part of partsOf(behavior)) {
    const block = blockOf(part)
    if (block !== open) {
      close()
      contentBlockIndex += 1
      open = block
    }
    if (part.kind === 'tool-name') {
      const start = { toolUse: { toolUseId: part.id, name: part.name } }
      pieces.push({ kind: 'token', bytes: framed('contentBlockStart', { contentBlockIndex, start }) })
    } else {
      const delta = deltaOf(part)
      pieces.push({ kind: 'token', bytes: framed('contentBlockDelta', { contentBlockIndex, delta }) })
    }
  }
  close()
  pieces.push({ kind: 'finish', bytes: framed('messageStop', { stopReason: stopReason(behavior) }) })
  const metrics = { latencyMs: 1 }
  const metadata = { ...usageOf(behavior, circumstances), metrics }
  pieces.push({ kind: 'closing', bytes: framed('metadata', metadata) })
  return pieces
}

function blockOf(part: Part): string {
  if (part.kind === 'tool-name' || part.kind === 'tool-arguments') return `tool ${part.index}`
  return part.kind === 'reasoning' ? 'reasoning' : 'text'
}

function deltaOf(part: Exclude<Part, { kind: 'tool-name' }>): object {
  switch (part.kind) {
    case 'reasoning':
      return { reasoningContent: { text: part.text } }
    case 'text':
    case 'refusal':
      return { text: part.text }
    case 'tool-arguments':
      return { toolUse: { input: part.text } }
  }
}

function whole(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const blocks = contentOf(partsOf(behavior))
  const finish = behavior.omit?.finish === true ? {} : { stopReason: stopReason(behavior) }
  const tail = JSON.stringify({ ...finish, ...usageOf(behavior, circumstances), metrics: { latencyMs: 1 } })
  return [
    { kind: 'opening', bytes: '{"output":{"message":{"role":"assistant","content":[' },
    ...blocks.map(
      (block, n) => ({ kind: 'token', bytes: (n === 0 ? '' : ',') + JSON.stringify(block) }) as const,
    ),
    { kind: 'finish', bytes: `]}},${tail.slice(1)}` },
  ]
}

function contentOf(parts: readonly Part[]): readonly object[] {
  const text = (kinds: readonly Part['kind'][]): string =>
    parts.map((part) => (kinds.includes(part.kind) && 'text' in part ? part.text : '')).join('')
  const [thought, said] = [text(['reasoning']), text(['text', 'refusal'])]
  const calls = parts
    .filter((part) => part.kind === 'tool-name')
    .map(({ id, name, index }) => {
      const written = parts
        .map((one) => (one.kind === 'tool-arguments' && one.index === index ? one.text : ''))
        .join('')
      return {
        toolUse: { toolUseId: id, name, input: JSON.parse(written === '' ? '{}' : written) as unknown },
      }
    })
  return [
    ...(thought === '' ? [] : [{ reasoningContent: { reasoningText: { text: thought } } }]),
    ...(said === '' ? [] : [{ text: said }]),
    ...calls,
  ]
}

function usageOf(behavior: Behavior, circumstances: Circumstances): object {
  if (behavior.usage === 'none') return {}
  const { prompt_tokens: input, completion_tokens: output } = openaiUsage(behavior, circumstances)
  return { usage: { inputTokens: input, outputTokens: output, totalTokens: input + output } }
}

/** Scripts say finish reasons in the words of chat completions, or in this dialect's own. */
const REASONS: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'content_filtered',
}

function stopReason({ finishReason: said, toolCalls }: Behavior): string {
  if (said !== undefined) return REASONS[said] ?? said
  return toolCalls === undefined ? 'end_turn' : 'tool_use'
}
