import type { Behavior, ScriptedError, ScriptedPrefill } from './behavior.ts'
import type { Asked, Circumstances, Dialect, Piece } from './dialect.ts'
import { openaiUsage } from './openai-usage.ts'
import { openaiWhole } from './openai-whole.ts'
import type { Part } from './parts.ts'
import { partsOf } from './parts.ts'
import { isObject } from './shape.ts'

const TERMINATOR = 'data: [DONE]\n\n'

/** OpenAI Chat Completions: https://platform.openai.com/docs/api-reference/chat. */
export const openaiChat: Dialect = {
  // Vendors that offer this dialect beside their own mount it under a prefix.
  serves: (path) => path.endsWith('/chat/completions'),
  read,
  beginning,
  events,
  whole: openaiWhole,
  errorEvent: (error) => `data: {"error":${errorObject(error, 500)}}\n\n`,
  errorBody: (error, status) => `{"error":${errorObject(error, status)}}`,
  malformed: (streamed) => (streamed ? 'data: {"choices":[{"delta":\n\n' : '"]}'),
  terminator: TERMINATOR,
}

function read(_path: string, body: unknown): Asked | { readonly error: ScriptedError } {
  if (!isObject(body)) return missing('The body has to be a JSON object.', null)
  if (typeof body['model'] !== 'string') return missing('You must provide a model parameter.', 'model')
  if (!Array.isArray(body['messages'])) return missing("Missing required parameter: 'messages'.", 'messages')
  const options = body['stream_options']
  return {
    model: body['model'],
    streamed: body['stream'] === true,
    includeUsage: isObject(options) && options['include_usage'] === true,
  }
}

function beginning(body: unknown, style: NonNullable<ScriptedPrefill['style']>): string | null {
  if (!isObject(body) || !Array.isArray(body['messages'])) return null
  const messages: readonly unknown[] = body['messages']
  const asked = style === 'asked'
  const message = messages.at(asked ? -2 : -1)
  const last = messages.at(-1)
  if (!isObject(message) || message['role'] !== 'assistant') return null
  if (asked && !(isObject(last) && last['role'] === 'user')) return null
  if (style === 'prefix' && message['prefix'] !== true) return null
  const continues = body['continue_final_message'] === true && body['add_generation_prompt'] === false
  if (style === 'continue_final_message' && !continues) return null
  return typeof message['content'] === 'string' ? message['content'] : null
}

function missing(message: string, param: string | null): { readonly error: ScriptedError } {
  return { error: { message, type: 'invalid_request_error', code: 'missing_required_parameter', param } }
}

function errorObject(error: ScriptedError, status: number): string {
  const type = status >= 500 ? 'server_error' : 'invalid_request_error'
  return JSON.stringify({
    message: error.message ?? `Simulated error with status ${status}.`,
    type: error.type === undefined ? type : error.type,
    param: error.param ?? null,
    code: error.code ?? null,
    ...error.more,
  })
}

function events(behavior: Behavior, circumstances: Circumstances): readonly Piece[] {
  const { asked, n, createdS } = circumstances
  const model = JSON.stringify(behavior.model ?? asked.model)
  const head =
    `data: {"id":"chatcmpl-${n}","object":"chat.completion.chunk","created":${createdS},"model":${model},` +
    '"service_tier":"default","system_fingerprint":"fp_simulated","choices":['
  const reports = asked.includeUsage && behavior.usage !== 'none'
  const tail = reports ? '],"usage":null}\n\n' : ']}\n\n'
  const pieces: Piece[] = [{ kind: 'opening', bytes: head + OPENING + tail }]
  for (const choice of tokenChoices(behavior)) pieces.push({ kind: 'token', bytes: head + choice + tail })
  pieces.push({ kind: 'finish', bytes: head + finishChoice(behavior) + tail })
  if (reports) {
    const usage = JSON.stringify(openaiUsage(behavior, circumstances))
    pieces.push({ kind: 'closing', bytes: `${head}],"usage":${usage}}\n\n` })
  }
  pieces.push({ kind: 'done', bytes: TERMINATOR })
  return pieces
}

const OPENING = choiceOf({ role: 'assistant', content: '', refusal: null }, null)

const rendered = new WeakMap<Behavior, readonly string[]>()

/** Rendered once per behavior: under load the same one is played thousands of times a second. */
function tokenChoices(behavior: Behavior): readonly string[] {
  let choices = rendered.get(behavior)
  if (choices === undefined) {
    choices = partsOf(behavior).map((part) => choiceOf(deltaOf(part, behavior), null))
    rendered.set(behavior, choices)
  }
  return choices
}

function finishChoice(behavior: Behavior): string {
  return choiceOf({}, behavior.finishReason ?? (behavior.toolCalls === undefined ? 'stop' : 'tool_calls'))
}

function choiceOf(delta: object, finishReason: string | null): string {
  return JSON.stringify({ index: 0, delta, logprobs: null, finish_reason: finishReason })
}

function deltaOf(part: Part, behavior: Behavior): object {
  switch (part.kind) {
    case 'reasoning':
      return { [behavior.reasoning?.field ?? 'reasoning_content']: part.text }
    case 'text':
      return { content: part.text }
    case 'refusal':
      return { refusal: part.text }
    case 'tool-name': {
      const start = { name: part.name, arguments: '' }
      return { tool_calls: [{ index: part.index, id: part.id, type: 'function', function: start }] }
    }
    case 'tool-arguments':
      return { tool_calls: [{ index: part.index, function: { arguments: part.text } }] }
  }
}
