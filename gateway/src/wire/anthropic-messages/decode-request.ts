import type { Json } from '#domain/deployment'
import type {
  AnswerFormat,
  CanonicalMessage,
  CanonicalRequest,
  CanonicalTool,
  ReasoningWish,
  ToolChoice,
} from '#wire/canonical'
import type { Translated } from '#wire/codec'
import { asBoolean, asList, asNumber, asObject, asText, type JsonObject } from '#wire/json-read'
import { restOf } from '#wire/rest-of'
import { withToolNames } from '#wire/tool-names'
import { cacheOf, readBlocks } from './decode-blocks.ts'

/** Members that have a place in the canonical form, or mean nothing outside of the way a request is sent. */
const READ = new Set([
  'model',
  'stream',
  'messages',
  'system',
  'max_tokens',
  'metadata',
  'stop_sequences',
  'temperature',
  'top_k',
  'top_p',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
])

/** Reads a valid Messages request; nothing of it is lost, what has no place is in `rest`. */
export function decodeRequest(body: JsonObject): Translated<CanonicalRequest> {
  const choice = asObject(body['tool_choice'])
  const parallel = asBoolean(choice?.['disable_parallel_tool_use'])
  const config = asObject(body['output_config'])
  const system = readBlocks(body['system'])
  const messages = asList(body['messages']).flatMap(readMessage)
  const value: CanonicalRequest = {
    dialect: 'anthropic-messages',
    streamed: body['stream'] === true,
    messages: withToolNames(
      system.length === 0 ? messages : [{ role: 'system', parts: system }, ...messages],
    ),
    tools: asList(body['tools']).map(readTool),
    toolChoice: readToolChoice(choice),
    parallelToolCalls: parallel === null ? null : !parallel,
    format: readFormat(asObject(config?.['format']) ?? asObject(body['output_format'])),
    maxOutputTokens: asNumber(body['max_tokens']),
    temperature: asNumber(body['temperature']),
    topP: asNumber(body['top_p']),
    topK: asNumber(body['top_k']),
    stop: asList(body['stop_sequences']).filter((text) => typeof text === 'string'),
    seed: null,
    presencePenalty: null,
    frequencyPenalty: null,
    choices: null,
    topLogprobs: null,
    reasoning: readReasoning(asObject(body['thinking']), config),
    user: asText(asObject(body['metadata'])?.['user_id']),
    rest: restOf(body, READ),
  }
  return { value, losses: [] }
}

/** Results of tools stand in messages of the user here, in messages of their own in the canonical form. */
function readMessage(value: unknown): readonly CanonicalMessage[] {
  const message = asObject(value) ?? {}
  const parts = readBlocks(message['content'])
  if (message['role'] === 'assistant') return [{ role: 'assistant', parts }]
  if (message['role'] === 'system') return [{ role: 'system', parts }]
  const results = parts.filter(({ kind }) => kind === 'tool_result')
  const others = parts.filter(({ kind }) => kind !== 'tool_result')
  const messages: CanonicalMessage[] = results.map((part) => ({ role: 'tool', parts: [part] }))
  if (others.length > 0 || results.length === 0) messages.push({ role: 'user', parts: others })
  return messages
}

function readTool(value: unknown): CanonicalTool {
  const tool = asObject(value) ?? {}
  const type = asText(tool['type'])
  if (type !== null && type !== 'custom') {
    return { kind: 'foreign', dialect: 'anthropic-messages', name: type, value: tool as Json }
  }
  const strict = asBoolean(tool['strict'])
  return {
    kind: 'function',
    name: asText(tool['name']) ?? '',
    description: asText(tool['description']),
    parameters: (asObject(tool['input_schema']) ?? { type: 'object', properties: {} }) as Json,
    ...(strict === null ? {} : { strict }),
    ...cacheOf(tool),
  }
}

function readToolChoice(choice: JsonObject | null): ToolChoice | null {
  switch (choice?.['type']) {
    case 'auto':
      return { kind: 'auto' }
    case 'any':
      return { kind: 'required' }
    case 'none':
      return { kind: 'none' }
    case 'tool':
      return { kind: 'tool', name: asText(choice['name']) ?? '' }
    default:
      return null
  }
}

function readFormat(format: JsonObject | null): AnswerFormat | null {
  if (format?.['type'] !== 'json_schema') return null
  return {
    kind: 'json_schema',
    name: null,
    description: null,
    schema: (asObject(format['schema']) ?? {}) as Json,
    strict: true,
  }
}

const EFFORTS = ['low', 'medium', 'high', 'xhigh'] as const

function readReasoning(thinking: JsonObject | null, config: JsonObject | null): ReasoningWish | null {
  const word = config?.['effort']
  const effort = word === 'max' ? 'xhigh' : (EFFORTS.find((known) => known === word) ?? null)
  switch (thinking?.['type']) {
    case 'enabled':
      return { effort, budgetTokens: asNumber(thinking['budget_tokens']), visible: true }
    case 'adaptive':
      return { effort: effort ?? 'high', budgetTokens: null, visible: thinking['display'] !== 'omitted' }
    case 'disabled':
      return { effort: 'none', budgetTokens: null, visible: null }
    default:
      // Without thinking, the effort is about how much is written: no other dialect has that.
      return null
  }
}
