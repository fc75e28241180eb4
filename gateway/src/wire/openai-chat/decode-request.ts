import type { Json } from '#domain/deployment'
import type {
  AnswerFormat,
  CanonicalMessage,
  CanonicalPart,
  CanonicalRequest,
  CanonicalTool,
  ReasoningWish,
  ToolCallPart,
  ToolChoice,
} from '#wire/canonical'
import type { Translated } from '#wire/codec'
import { asBoolean, asList, asNumber, asObject, asText, type JsonObject } from '#wire/json-read'
import { restOf } from '#wire/rest-of'
import { withToolNames } from '#wire/tool-names'
import { readParts } from './decode-parts.ts'

/** Members that have a place in the canonical form, or mean nothing outside of the way a request is sent. */
const READ = new Set([
  'model',
  'stream',
  'stream_options',
  'messages',
  'tools',
  'functions',
  'tool_choice',
  'function_call',
  'parallel_tool_calls',
  'response_format',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop',
  'seed',
  'presence_penalty',
  'frequency_penalty',
  'n',
  'logprobs',
  'top_logprobs',
  'reasoning_effort',
  'reasoning',
  'user',
])

/** Reads a valid Chat Completions request; nothing of it is lost, what has no place is in `rest`. */
export function decodeRequest(body: JsonObject): Translated<CanonicalRequest> {
  const stop = body['stop']
  const value: CanonicalRequest = {
    dialect: 'openai-chat',
    streamed: body['stream'] === true,
    messages: withToolNames(asList(body['messages']).map(readMessage)),
    tools: [...asList(body['tools']).map(readTool), ...asList(body['functions']).map(readFunction)],
    toolChoice: readToolChoice(body['tool_choice'] ?? body['function_call']),
    parallelToolCalls: asBoolean(body['parallel_tool_calls']),
    format: readFormat(asObject(body['response_format'])),
    maxOutputTokens: asNumber(body['max_completion_tokens']) ?? asNumber(body['max_tokens']),
    temperature: asNumber(body['temperature']),
    topP: asNumber(body['top_p']),
    topK: asNumber(body['top_k']),
    stop: typeof stop === 'string' ? [stop] : asList(stop).filter((text) => typeof text === 'string'),
    seed: asNumber(body['seed']),
    presencePenalty: asNumber(body['presence_penalty']),
    frequencyPenalty: asNumber(body['frequency_penalty']),
    choices: asNumber(body['n']),
    topLogprobs: body['logprobs'] === true ? (asNumber(body['top_logprobs']) ?? 0) : null,
    reasoning: readReasoning(body),
    user: asText(body['user']),
    rest: restOf(body, READ),
  }
  return { value, losses: [] }
}

function readMessage(value: unknown): CanonicalMessage {
  const message = asObject(value) ?? {}
  const name = asText(message['name'])
  const named = name === null ? {} : { name }
  switch (message['role']) {
    case 'system':
    case 'developer':
      return { role: 'system', parts: readParts(message['content']), ...named }
    case 'assistant':
      return { role: 'assistant', parts: assistantParts(message), ...named }
    case 'tool':
    case 'function':
      return { role: 'tool', parts: [toolResult(message)] }
    default:
      return { role: 'user', parts: readParts(message['content']), ...named }
  }
}

/** In the order in which a model makes them: thoughts, text, refusal, calls. */
function assistantParts(message: JsonObject): readonly CanonicalPart[] {
  const parts: CanonicalPart[] = []
  const thought = asText(message['reasoning_content']) ?? asText(message['reasoning'])
  if (thought !== null) parts.push({ kind: 'reasoning', text: thought })
  parts.push(...readParts(message['content']))
  const refusal = asText(message['refusal'])
  if (refusal !== null) parts.push({ kind: 'refusal', text: refusal })
  parts.push(...asList(message['tool_calls']).map(readCall))
  const legacy = asObject(message['function_call'])
  if (legacy !== null) parts.push(callOf(legacy, `call_${asText(legacy['name']) ?? ''}`))
  return parts
}

export function readCall(value: unknown): ToolCallPart {
  const call = asObject(value) ?? {}
  const id = asText(call['id']) ?? ''
  const custom = asObject(call['custom'])
  if (custom === null) return callOf(asObject(call['function']) ?? {}, id)
  return {
    kind: 'tool_call',
    id,
    name: asText(custom['name']) ?? '',
    arguments: asText(custom['input']) ?? '',
    custom: true,
  }
}

function callOf(called: JsonObject, id: string): ToolCallPart {
  const given = called['arguments']
  // Some servers give the arguments as an object.
  const text = typeof given === 'object' && given !== null ? JSON.stringify(given) : asText(given)
  return { kind: 'tool_call', id, name: asText(called['name']) ?? '', arguments: text ?? '{}' }
}

function toolResult(message: JsonObject): CanonicalPart {
  const name = asText(message['name'])
  return {
    kind: 'tool_result',
    // The legacy role has only the name of the function, by which the call was numbered too.
    callId: asText(message['tool_call_id']) ?? `call_${name ?? ''}`,
    name,
    content: readParts(message['content']).filter((part) => part.kind === 'text' || part.kind === 'file'),
  }
}

function readTool(value: unknown): CanonicalTool {
  const tool = asObject(value) ?? {}
  if (tool['type'] !== 'function') {
    return {
      kind: 'foreign',
      dialect: 'openai-chat',
      name: asText(tool['type']) ?? 'tool',
      value: tool as Json,
    }
  }
  return readFunction(tool['function'])
}

function readFunction(value: unknown): CanonicalTool {
  const declared = asObject(value) ?? {}
  const strict = asBoolean(declared['strict'])
  return {
    kind: 'function',
    name: asText(declared['name']) ?? '',
    description: asText(declared['description']),
    parameters: (asObject(declared['parameters']) ?? { type: 'object', properties: {} }) as Json,
    ...(strict === null ? {} : { strict }),
  }
}

function readToolChoice(value: unknown): ToolChoice | null {
  if (value === 'auto' || value === 'none' || value === 'required') return { kind: value }
  const choice = asObject(value)
  const named = asObject(choice?.['function']) ?? asObject(choice?.['custom']) ?? choice
  const name = asText(named?.['name'])
  return name === null ? null : { kind: 'tool', name }
}

function readFormat(format: JsonObject | null): AnswerFormat | null {
  if (format?.['type'] === 'json_object') return { kind: 'json' }
  if (format?.['type'] !== 'json_schema') return null
  const declared = asObject(format['json_schema']) ?? {}
  return {
    kind: 'json_schema',
    name: asText(declared['name']),
    description: asText(declared['description']),
    schema: (asObject(declared['schema']) ?? {}) as Json,
    strict: asBoolean(declared['strict']),
  }
}

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const

/** OpenAI's word, or OpenRouter's object. */
function readReasoning(body: JsonObject): ReasoningWish | null {
  const object = asObject(body['reasoning'])
  const word = body['reasoning_effort'] ?? object?.['effort']
  const effort = EFFORTS.find((known) => known === word) ?? null
  const budgetTokens = asNumber(object?.['max_tokens'])
  const hidden = asBoolean(object?.['exclude'])
  if (effort === null && budgetTokens === null && hidden === null && object?.['enabled'] !== true) return null
  return { effort, budgetTokens, visible: hidden === null ? null : !hidden }
}
