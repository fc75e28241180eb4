import type { Json } from '#domain/deployment'
import type { JsonObject } from './json-read.ts'

/** Members of a body that have no place in the canonical form; those that are `null` say nothing. */
export function restOf(body: JsonObject, read: ReadonlySet<string>): Readonly<Record<string, Json>> {
  const given = Object.entries(body).filter(([name, value]) => !read.has(name) && (value ?? null) !== null)
  return Object.fromEntries(given) as Readonly<Record<string, Json>>
}
