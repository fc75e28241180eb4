import type { Dialect } from '#domain/request'
import { asObject, type JsonObject } from './json-read.ts'

const NAMING: Readonly<Partial<Record<Dialect, readonly string[]>>> = {
  'openai-responses': ['previous_response_id', 'conversation', 'prompt'],
  'gemini': ['cachedContent', 'cached_content'],
}

/** The member of a request that names something kept at the provider that made it; `null`: everything is given. */
export function keptElsewhereOf(dialect: Dialect, body: JsonObject): string | null {
  const names = NAMING[dialect]
  if (names === undefined) return null
  const named = names.find((name) => body[name] !== undefined && body[name] !== null)
  if (named !== undefined) return named
  const { input } = body
  const refers = dialect === 'openai-responses' && Array.isArray(input) && input.some(isReference)
  return refers ? 'input' : null
}

/** An item that is named instead of given. */
function isReference(item: unknown): boolean {
  return asObject(item)?.['type'] === 'item_reference'
}
