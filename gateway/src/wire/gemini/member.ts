import type { JsonObject } from '#wire/json-read'

/** A member by its name in camel case, or as protocol buffers also take it, in snake case. */
export function member(object: JsonObject, name: string): unknown {
  return object[name] ?? object[snakeCase(name)]
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
}
