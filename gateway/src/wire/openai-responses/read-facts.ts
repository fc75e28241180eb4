import type { Capability } from '#domain/model'
import type { ReadFacts } from '#wire/codec'
import { estimateTokens } from '#wire/estimate-tokens'
import { asList, asObject, asText, type JsonObject } from '#wire/json-read'
import { textWeight } from '#wire/text-weight'

/** Checks the members that routing depends on and reads what it needs. Never changes the body. */
export function readFacts(body: JsonObject): ReadFacts {
  const { model, stream, input } = body
  if (model === undefined) return invalid('model', 'is missing; it names the model to call')
  if (typeof model !== 'string' || model === '') return invalid('model', 'must be a non-empty string')
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean') {
    return invalid('stream', 'must be true or false')
  }
  if (body['background'] === true) {
    return invalid('background', 'cannot be true: answers are not kept here to be fetched later')
  }
  if (input !== undefined && input !== null && typeof input !== 'string' && !Array.isArray(input)) {
    return invalid('input', 'must be a string or an array of items')
  }
  const items = asList(input)
  const wrong = items.findIndex((item) => asObject(item) === null)
  if (wrong >= 0) return invalid(`input[${wrong}]`, 'must be an object with a type or a role')
  const limit = body['max_output_tokens'] ?? null
  if (limit !== null && !(typeof limit === 'number' && Number.isInteger(limit) && limit > 0)) {
    return invalid('max_output_tokens', 'must be a positive whole number')
  }
  const needs = new Set<Capability>()
  let characters = textWeight(asText(body['instructions']) ?? '')
  if (typeof input === 'string') characters += textWeight(input)
  for (const item of items) characters += charactersOf(asObject(item) ?? {}, needs)
  return {
    kind: 'facts',
    facts: {
      model,
      streamed: stream === true,
      includeUsage: true,
      maxOutputTokens: limit,
      estimatedInputTokens: estimateTokens(characters, Math.max(1, items.length), body['tools']),
      needs: needsOf(body, needs),
    },
  }
}

function charactersOf(item: JsonObject, needs: Set<Capability>): number {
  const content = item['content'] ?? item['output'] ?? item['arguments']
  if (typeof content === 'string') return textWeight(content)
  let characters = 0
  for (const value of asList(content)) {
    const part = asObject(value) ?? {}
    if (part['type'] === 'input_image') needs.add('vision')
    if (part['type'] === 'input_audio') needs.add('audio')
    characters += textWeight(asText(part['text']) ?? '')
  }
  return characters
}

function needsOf(body: JsonObject, needs: Set<Capability>): readonly Capability[] {
  if (asList(body['tools']).length > 0) needs.add('tools')
  if (asObject(asObject(body['text'])?.['format'])?.['type'] === 'json_schema') needs.add('json_schema')
  const effort = asText(asObject(body['reasoning'])?.['effort'])
  if (effort !== null && effort !== 'none') needs.add('reasoning')
  return [...needs]
}

function invalid(path: string, message: string): ReadFacts {
  return { kind: 'invalid', path, message }
}
