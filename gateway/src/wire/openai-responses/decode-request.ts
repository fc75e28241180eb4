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
import { readItem } from './decode-items.ts'

const READ = new Set([
  'model',
  'stream',
  'stream_options',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'text',
  'max_output_tokens',
  'temperature',
  'top_p',
  'top_logprobs',
  'reasoning',
  'user',
  'safety_identifier',
  // What only says how answers are kept or shown: nothing is lost without it elsewhere.
  'store',
  'include',
  'background',
  'metadata',
  'truncation',
])

/** Reads a valid Responses request; nothing of it is lost, what has no place is in `rest`. */
export function decodeRequest(body: JsonObject): Translated<CanonicalRequest> {
  const { input } = body
  const instructions = asText(body['instructions'])
  const system: readonly CanonicalMessage[] =
    instructions === null ? [] : [{ role: 'system', parts: [{ kind: 'text', text: instructions }] }]
  const messages = typeof input === 'string' ? [userMessage(input)] : joined(asList(input).map(readMessage))
  const value: CanonicalRequest = {
    dialect: 'openai-responses',
    streamed: body['stream'] === true,
    messages: withToolNames([...system, ...messages]),
    tools: asList(body['tools']).map(readTool),
    toolChoice: readToolChoice(body['tool_choice']),
    parallelToolCalls: asBoolean(body['parallel_tool_calls']),
    format: readFormat(asObject(asObject(body['text'])?.['format'])),
    maxOutputTokens: asNumber(body['max_output_tokens']),
    temperature: asNumber(body['temperature']),
    topP: asNumber(body['top_p']),
    topK: null,
    stop: [],
    seed: null,
    presencePenalty: null,
    frequencyPenalty: null,
    choices: null,
    topLogprobs: readLogprobs(body),
    reasoning: readReasoning(asObject(body['reasoning'])),
    user: asText(body['safety_identifier']) ?? asText(body['user']),
    rest: restOf(body, READ),
  }
  return { value, losses: [] }
}

function userMessage(text: string): CanonicalMessage {
  return { role: 'user', parts: [{ kind: 'text', text }] }
}

function readMessage(value: unknown): CanonicalMessage {
  const item = asObject(value) ?? {}
  const parts = readItem(item)
  if (parts.some(({ kind }) => kind === 'tool_result')) return { role: 'tool', parts }
  switch (item['role']) {
    case 'system':
    case 'developer':
      return { role: 'system', parts }
    case 'user':
      return { role: 'user', parts }
    default:
      // Thoughts, calls and whatever else a model puts out.
      return { role: 'assistant', parts }
  }
}

/** Items of one answer follow each other; in the canonical form they are one message. */
function joined(messages: readonly CanonicalMessage[]): readonly CanonicalMessage[] {
  const turns: CanonicalMessage[] = []
  for (const message of messages) {
    const last = turns.at(-1)
    if (last?.role === 'assistant' && message.role === 'assistant') {
      turns[turns.length - 1] = { ...last, parts: [...last.parts, ...message.parts] }
    } else turns.push(message)
  }
  return turns
}

function readTool(value: unknown): CanonicalTool {
  const tool = asObject(value) ?? {}
  if (tool['type'] !== 'function') {
    return {
      kind: 'foreign',
      dialect: 'openai-responses',
      name: asText(tool['type']) ?? 'tool',
      value: tool as Json,
    }
  }
  const strict = asBoolean(tool['strict'])
  return {
    kind: 'function',
    name: asText(tool['name']) ?? '',
    description: asText(tool['description']),
    parameters: (asObject(tool['parameters']) ?? { type: 'object', properties: {} }) as Json,
    ...(strict === null ? {} : { strict }),
  }
}

function readToolChoice(value: unknown): ToolChoice | null {
  if (value === 'auto' || value === 'none' || value === 'required') return { kind: value }
  const name = asText(asObject(value)?.['name'])
  return name === null ? null : { kind: 'tool', name }
}

function readFormat(format: JsonObject | null): AnswerFormat | null {
  if (format?.['type'] === 'json_object') return { kind: 'json' }
  if (format?.['type'] !== 'json_schema') return null
  return {
    kind: 'json_schema',
    name: asText(format['name']),
    description: asText(format['description']),
    schema: (asObject(format['schema']) ?? {}) as Json,
    strict: asBoolean(format['strict']),
  }
}

function readLogprobs(body: JsonObject): number | null {
  const top = asNumber(body['top_logprobs'])
  const included = asList(body['include']).includes('message.output_text.logprobs')
  return included || (top !== null && top > 0) ? (top ?? 0) : null
}

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const

function readReasoning(reasoning: JsonObject | null): ReasoningWish | null {
  if (reasoning === null) return null
  const effort = EFFORTS.find((known) => known === reasoning['effort']) ?? null
  const summary = asText(reasoning['summary'])
  if (effort === null && summary === null) return null
  return { effort, budgetTokens: null, visible: summary === null ? null : summary !== 'none' }
}
