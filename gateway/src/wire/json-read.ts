/** A JSON object whose members have not been looked at. */
export type JsonObject = Readonly<Record<string, unknown>>

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** A string with something in it, else `null`. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export function asBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** An entry of a table by a word from outside, which may be the name of something that every object has. */
export function entryOf<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined
}

/** Deeper values are taken for nonsense: they can be read, but not be written again without the stack running over. */
export const MAX_NESTING = 1000

/** `undefined` where the text is not JSON, or is nested deeper than 1,000 levels. */
export function parseJson(text: string): unknown {
  // Every level needs two characters, so that most texts are not looked at.
  if (text.length > 2 * MAX_NESTING && isTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

function isTooDeep(text: string): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = stringEnd(text, at)
      if (at === -1) return false
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > MAX_NESTING) return true
    } else if (code === 0x5d || code === 0x7d) depth -= 1
  }
  return false
}

/** Position of the closing quote; -1 where there is none. */
function stringEnd(text: string, from: number): number {
  let quote = text.indexOf('"', from + 1)
  while (quote !== -1) {
    let backslashes = 0
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1
    if (backslashes % 2 === 0) return quote
    quote = text.indexOf('"', quote + 1)
  }
  return -1
}

/** Characters of a value as JSON; 0 where it cannot be written. */
export function jsonLength(value: unknown): number {
  try {
    return JSON.stringify(value)?.length ?? 0
  } catch {
    return 0
  }
}
