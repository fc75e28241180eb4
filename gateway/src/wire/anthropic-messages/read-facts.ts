import type { Capability } from '#domain/model'
import type { ReadFacts } from '#wire/codec'
import { estimateTokens } from '#wire/estimate-tokens'
import { asList, asObject, jsonLength, type JsonObject } from '#wire/json-read'
import { textWeight } from '#wire/text-weight'

/** Checks the members that routing depends on and reads what it needs. Never changes the body. */
export function readFacts(body: JsonObject): ReadFacts {
  const { model, stream, messages } = body
  if (model === undefined) return invalid('model', 'is missing; it names the model to call')
  if (typeof model !== 'string' || model === '') return invalid('model', 'must be a non-empty string')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    return invalid('stream', 'must be true or false')
  }
  if (messages === undefined) return invalid('messages', 'is missing; it holds the conversation')
  if (!Array.isArray(messages) || messages.length === 0) {
    return invalid('messages', 'must be a non-empty array')
  }
  const wrong = messages.findIndex((message) => asObject(message) === null)
  if (wrong >= 0) return invalid(`messages[${wrong}]`, 'must be an object with role and content')
  const limit = body['max_tokens'] ?? null
  if (limit !== null && !(typeof limit === 'number' && Number.isInteger(limit) && limit > 0)) {
    return invalid('max_tokens', 'must be a positive whole number')
  }
  const needs = new Set<Capability>()
  let characters = charactersOf(body['system'], needs)
  for (const message of messages) characters += charactersOf(asObject(message)?.['content'], needs)
  return {
    kind: 'facts',
    facts: {
      model,
      streamed: stream === true,
      includeUsage: true,
      maxOutputTokens: limit,
      estimatedInputTokens: estimateTokens(characters, messages.length, body['tools']),
      needs: needsOf(body, needs),
    },
  }
}

function charactersOf(content: unknown, needs: Set<Capability>): number {
  if (typeof content === 'string') return textWeight(content)
  let characters = 0
  for (const value of asList(content)) {
    const block = asObject(value)
    if (block?.['type'] === 'image') needs.add('vision')
    const text = block?.['text'] ?? block?.['thinking']
    if (typeof text === 'string') characters += textWeight(text)
    else if (block?.['type'] === 'tool_use') characters += jsonLength(block['input'] ?? {})
    else if (block?.['type'] === 'tool_result') characters += charactersOf(block['content'], needs)
  }
  return characters
}

function needsOf(body: JsonObject, needs: Set<Capability>): readonly Capability[] {
  if (asList(body['tools']).length > 0) needs.add('tools')
  const format = asObject(asObject(body['output_config'])?.['format']) ?? asObject(body['output_format'])
  if (format?.['type'] === 'json_schema') needs.add('json_schema')
  const thinking = asObject(body['thinking'])?.['type']
  if (thinking === 'enabled' || thinking === 'adaptive') needs.add('reasoning')
  return [...needs]
}

function invalid(path: string, message: string): ReadFacts {
  return { kind: 'invalid', path, message }
}
