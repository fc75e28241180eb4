import type { JsonObject } from '#wire/json-read'

/** Our own names, of which there are few: every part of a stream is asked for several. */
const snakes = new Map<string, string>()

/** A member by its name in camel case, or as protocol buffers also take it, in snake case. */
export function member(object: JsonObject, name: string): unknown {
  const value = object[name]
  if (value !== undefined && value !== null) return value
  let snake = snakes.get(name)
  if (snake === undefined) snakes.set(name, (snake = snakeCase(name)))
  return object[snake] ?? value
}

export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)
}
