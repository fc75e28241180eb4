import type { Capability } from '#domain/model'
import type { ReadFacts } from './codec.ts'
import { estimateTokens } from './estimate-tokens.ts'
import { textWeight } from './text-weight.ts'

/** Checks the members that routing depends on and reads what it needs. Never changes the body. */
export function readChatRequest(body: unknown): ReadFacts {
  if (!isObject(body)) return invalid('$', 'must be a JSON object')
  const { model, stream, messages } = body
  if (model === undefined) return invalid('model', 'is missing; it names the model to call')
  if (typeof model !== 'string' || model === '') return invalid('model', 'must be a non-empty string')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    return invalid('stream', 'must be true or false')
  }
  if (messages === undefined) return invalid('messages', 'is missing; it holds the conversation')
  if (!Array.isArray(messages) || messages.length === 0)
    return invalid('messages', 'must be a non-empty array')
  const wrong = messages.findIndex((message) => !isObject(message))
  if (wrong >= 0) return invalid(`messages[${wrong}]`, 'must be an object with role and content')
  const options = body['stream_options']
  if (options !== undefined && options !== null && !isObject(options))
    return invalid('stream_options', 'must be an object')
  const limit = body['max_completion_tokens'] ?? body['max_tokens'] ?? null
  if (limit !== null && !isTokenCount(limit)) {
    const name = (body['max_completion_tokens'] ?? null) === null ? 'max_tokens' : 'max_completion_tokens'
    return invalid(name, 'must be a positive whole number')
  }
  const needs = new Set<Capability>()
  const characters = countCharacters(messages, needs)
  return {
    kind: 'facts',
    facts: {
      model,
      streamed: stream === true,
      includeUsage: isObject(options) && options['include_usage'] === true,
      maxOutputTokens: limit,
      estimatedInputTokens: estimateTokens(characters, messages.length, body['tools']),
      needs: needsOf(body, needs),
    },
  }
}

function countCharacters(messages: readonly unknown[], needs: Set<Capability>): number {
  let characters = 0
  for (const message of messages) {
    const content = isObject(message) ? message['content'] : null
    if (typeof content === 'string') characters += textWeight(content)
    else if (Array.isArray(content)) for (const part of content) characters += partCharacters(part, needs)
  }
  return characters
}

function partCharacters(part: unknown, needs: Set<Capability>): number {
  if (!isObject(part)) return 0
  if (part['type'] === 'image_url') needs.add('vision')
  if (part['type'] === 'input_audio') needs.add('audio')
  const text = part['text']
  return typeof text === 'string' ? textWeight(text) : 0
}

function needsOf(body: Readonly<Record<string, unknown>>, found: Set<Capability>): readonly Capability[] {
  const { tools, functions, modalities, reasoning } = body
  if (isFilled(tools) || isFilled(functions)) found.add('tools')
  if (Array.isArray(modalities) && modalities.includes('audio')) found.add('audio')
  const format = body['response_format']
  if (isObject(format) && format['type'] === 'json_schema') found.add('json_schema')
  const effort = body['reasoning_effort']
  if (typeof effort === 'string' && effort !== 'none') found.add('reasoning')
  if (isObject(reasoning) && asksToReason(reasoning)) found.add('reasoning')
  return found.size === 0 ? NO_NEEDS : [...found]
}

/** `{effort}`, `{max_tokens}` or `{enabled}`, as OpenRouter has them. */
function asksToReason({ effort, max_tokens: limit, enabled }: Readonly<Record<string, unknown>>): boolean {
  if (effort === 'none' || enabled === false) return false
  return typeof effort === 'string' || typeof limit === 'number' || enabled === true
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}

const NO_NEEDS: readonly Capability[] = []

function isTokenCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(path: string, message: string): ReadFacts {
  return { kind: 'invalid', path, message }
}
