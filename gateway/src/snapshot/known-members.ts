import type { JsonSchema } from '@backstay/contract'
import { configJsonSchema } from '@backstay/contract'
import type { Path } from './config-problem.ts'

let schema: JsonSchema | null = null

/** Names that the member at a path of the file may have inside it. `root` is the file, to tell alternatives apart. */
export function knownMembers(path: Path, root: unknown): readonly string[] {
  schema ??= configJsonSchema()
  let nodes = alternatives(schema, root)
  let value = root
  for (const part of path) {
    value = inside(value, part)
    nodes = nodes.flatMap((node) => step(node, part)).flatMap((node) => alternatives(node, value))
  }
  return [...new Set(nodes.flatMap(memberNames))]
}

function memberNames({ properties, propertyNames }: JsonSchema): string[] {
  if (isObject(properties)) return Object.keys(properties)
  return isObject(propertyNames) ? alternatives(propertyNames, null).flatMap(allowedValues).map(String) : []
}

function allowedValues({ const: one, enum: many }: JsonSchema): unknown[] {
  if (Array.isArray(many)) return many
  return one === undefined ? [] : [one]
}

function step(node: JsonSchema, part: string | number): JsonSchema[] {
  if (typeof part === 'number') return isObject(node.items) ? [node.items] : []
  const { properties, additionalProperties } = node
  if (isObject(properties) && isObject(properties[part])) return [properties[part]]
  return isObject(additionalProperties) ? [additionalProperties] : []
}

/** Alternatives for another `type` than the value has do not count, unless all of them are. */
function alternatives(node: JsonSchema, value: unknown): JsonSchema[] {
  const options = node.anyOf ?? node.oneOf
  if (!Array.isArray(options)) return [node]
  const flat = options.filter(isObject).flatMap((option) => alternatives(option, value))
  const fitting = flat.filter((option) => speaksOf(option, value))
  return fitting.length > 0 ? fitting : flat
}

function speaksOf(node: JsonSchema, value: unknown): boolean {
  const { properties } = node
  if (!isObject(properties) || !isObject(properties.type) || !isObject(value)) return true
  const allowed = alternatives(properties.type, null).flatMap(allowedValues)
  return allowed.includes(value.type)
}

function inside(value: unknown, part: string | number): unknown {
  if (Array.isArray(value)) return (value as unknown[])[Number(part)]
  return isObject(value) ? value[part] : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
