import type { Dialect, KeptElsewhere } from '#domain/request'
import { asObject, asText, type JsonObject } from './json-read.ts'

const NAMING: Readonly<Partial<Record<Dialect, readonly string[]>>> = {
  'openai-responses': ['previous_response_id', 'conversation', 'prompt'],
  'gemini': ['cachedContent', 'cached_content'],
}

/** What a request names that is kept at the provider that made it; `null`: everything is given. */
export function keptElsewhereOf(dialect: Dialect, body: JsonObject): KeptElsewhere | null {
  const names = NAMING[dialect]
  if (names === undefined) return null
  const member = names.find((name) => body[name] !== undefined && body[name] !== null)
  if (member !== undefined) {
    const named = body[member]
    return { member, id: asText(named) ?? asText(asObject(named)?.['id']) }
  }
  const { input } = body
  const refers = dialect === 'openai-responses' && Array.isArray(input) && input.some(isReference)
  return refers ? { member: 'input', id: null } : null
}

/** An item that is named instead of given. */
function isReference(item: unknown): boolean {
  return asObject(item)?.['type'] === 'item_reference'
}
