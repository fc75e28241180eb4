import type { Capability } from '#domain/model'
import type { GivenFacts, ReadFacts } from '#wire/codec'
import { estimateTokens } from '#wire/estimate-tokens'
import { asList, asNumber, asObject, jsonLength, type JsonObject } from '#wire/json-read'
import { textWeight } from '#wire/text-weight'
import { member } from './member.ts'

/** Checks the members that routing depends on and reads what it needs; the path says which model, and if it streams. */
export function readFacts(body: JsonObject, given: GivenFacts | null): ReadFacts {
  const contents = body['contents']
  if (contents === undefined) return invalid('contents', 'is missing; it holds the conversation')
  if (!Array.isArray(contents) || contents.length === 0) {
    return invalid('contents', 'must be a non-empty array')
  }
  const wrong = contents.findIndex((content) => asObject(content) === null)
  if (wrong >= 0) return invalid(`contents[${wrong}]`, 'must be an object with role and parts')
  const config = asObject(member(body, 'generationConfig')) ?? {}
  const limit = member(config, 'maxOutputTokens') ?? null
  if (limit !== null && !(typeof limit === 'number' && Number.isInteger(limit) && limit > 0)) {
    return invalid('generationConfig.maxOutputTokens', 'must be a positive whole number')
  }
  const needs = new Set<Capability>()
  let characters = charactersOf(member(body, 'systemInstruction'), needs)
  for (const content of contents) characters += charactersOf(content, needs)
  return {
    kind: 'facts',
    facts: {
      model: given?.model ?? '',
      streamed: given?.streamed ?? false,
      includeUsage: true,
      maxOutputTokens: limit,
      estimatedInputTokens: estimateTokens(characters, contents.length, body['tools']),
      needs: needsOf(body, config, needs),
    },
  }
}

function charactersOf(content: unknown, needs: Set<Capability>): number {
  if (typeof content === 'string') return textWeight(content)
  let characters = 0
  for (const value of asList(asObject(content)?.['parts'])) {
    const part = asObject(value) ?? {}
    const text = part['text']
    if (typeof text === 'string') characters += textWeight(text)
    const file = asObject(member(part, 'inlineData')) ?? asObject(member(part, 'fileData'))
    const type = file === null ? null : member(file, 'mimeType')
    if (typeof type === 'string' && type.startsWith('image/')) needs.add('vision')
    if (typeof type === 'string' && type.startsWith('audio/')) needs.add('audio')
    const called = member(part, 'functionCall') ?? member(part, 'functionResponse')
    if (called !== undefined) characters += jsonLength(called)
  }
  return characters
}

function needsOf(body: JsonObject, config: JsonObject, needs: Set<Capability>): readonly Capability[] {
  if (asList(body['tools']).length > 0) needs.add('tools')
  if ((member(config, 'responseSchema') ?? member(config, 'responseJsonSchema')) !== undefined) {
    needs.add('json_schema')
  }
  const thinking = asObject(member(config, 'thinkingConfig'))
  if (thinking !== null && asNumber(member(thinking, 'thinkingBudget')) !== 0) needs.add('reasoning')
  return [...needs]
}

function invalid(path: string, message: string): ReadFacts {
  return { kind: 'invalid', path, message }
}
