import type { Behavior, ScriptedError } from './behavior.ts'
import type { Asked, Circumstances, Dialect, Piece } from './dialect.ts'
import { openaiUsage } from './openai-usage.ts'
import type { Part } from './parts.ts'
import { partsOf } from './parts.ts'
import { isObject } from './shape.ts'

/** Google's own API, and Vertex. */
const PATH =
  /\/(?:v1(?:beta)?|publishers\/google)\/models\/([^/:]+):(generateContent|streamGenerateContent)$/u

/** Gemini generateContent: https://ai.google.dev/api/generate-content. */
export const gemini: Dialect = {
  serves: (path) => PATH.test(path),
  read,
  // A turn of the model at the end is ignored by some models and continued by others: scripts say neither.
  beginning: () => null,
  events,
  whole,
  errorEvent: (error) => framed({ error: errorObject(error, 500) }),
  errorBody: (error, status) => JSON.stringify({ error: errorObject(error, status) }),
  malformed: (streamed) => (streamed ? 'data: {"candidates":[{"content":\r\n\r\n' : '"]}'),
  terminator: '',
}

function read(path: string, body: unknown): Asked | { readonly error: ScriptedError } {
  const [, model = '', action] = PATH.exec(path) ?? []
  if (!isObject(body) || !Array.isArray(body['contents'])) {
    return { error: { message: 'contents is not specified', type: 'INVALID_ARGUMENT' } }
  }
  return {
    model: decodeURIComponent(model),
    streamed: action === 'streamGenerateContent',
    includeUsage: true,
  }
}

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

function errorObject(error: ScriptedError, status: number): Readonly<Record<string, unknown>> {
  return {
    code: status,
    message: error.message ?? `Simulated error with status ${status}.`,
    status: error.type ?? STATUSES[status] ?? 'UNKNOWN',
    ...error.more,
  }
}

function framed(payload: object): string {
  return `data: ${JSON.stringify(payload)}\r\n\r\n`
}

function events(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const common = commonOf(behavior, circumstances)
  const pieces: Piece[] = []
  const parts = partsOf(behavior)
  for (const part of parts) {
    const content = contentOf(part, parts)
    if (content === null) continue
    const candidate = { content: { role: 'model', parts: [content] }, index: 0 }
    pieces.push({ kind: 'token', bytes: framed({ candidates: [candidate], ...common }) })
  }
  const last = {
    content: { role: 'model', parts: [{ text: '' }] },
    finishReason: finishReason(behavior),
    index: 0,
  }
  pieces.push({
    kind: 'finish',
    bytes: framed({ candidates: [last], ...usage(behavior, circumstances), ...common }),
  })
  return pieces
}

/** Calls come whole: all their tokens with the first. */
function contentOf(part: Part, parts: readonly Part[]): object | null {
  switch (part.kind) {
    case 'text':
    case 'refusal':
      return { text: part.text }
    case 'reasoning':
      return { text: part.text, thought: true }
    case 'tool-name': {
      const written = parts
        .map((one) => (one.kind === 'tool-arguments' && one.index === part.index ? one.text : ''))
        .join('')
      const args: unknown = JSON.parse(written === '' ? '{}' : written)
      return { functionCall: { name: part.name, args } }
    }
    case 'tool-arguments':
      return null
  }
}

function whole(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const parts = partsOf(behavior)
  const contents = parts.map((part) => contentOf(part, parts)).filter((content) => content !== null)
  const finish = behavior.omit?.finish === true ? '' : `,"finishReason":"${finishReason(behavior)}"`
  const end = JSON.stringify({
    ...usage(behavior, circumstances),
    ...commonOf(behavior, circumstances),
  }).slice(1)
  return [
    { kind: 'opening', bytes: '{"candidates":[{"content":{"role":"model","parts":[' },
    ...contents.map(
      (content, n) => ({ kind: 'token', bytes: (n === 0 ? '' : ',') + JSON.stringify(content) }) as const,
    ),
    { kind: 'finish', bytes: `]}${finish},"index":0}],${end}` },
  ]
}

function commonOf({ model }: Behavior, { asked, n }: Circumstances): object {
  return { modelVersion: model ?? asked.model, responseId: `response-${n}` }
}

function usage(behavior: Behavior, circumstances: Circumstances): object {
  const {
    prompt_tokens: input,
    completion_tokens: output,
    completion_tokens_details: details,
  } = openaiUsage(behavior, circumstances)
  const thoughts = details['reasoning_tokens'] ?? 0
  return {
    usageMetadata: {
      promptTokenCount: input,
      candidatesTokenCount: output - thoughts,
      ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
      totalTokenCount: input + output,
    },
  }
}

/** Scripts say finish reasons in the words of chat completions, or in this dialect's own. */
const REASONS: Readonly<Record<string, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  tool_calls: 'STOP',
  content_filter: 'SAFETY',
}

function finishReason({ finishReason: said, refusal }: Behavior): string {
  if (said !== undefined) return REASONS[said] ?? said
  return refusal === undefined ? 'STOP' : 'SAFETY'
}
