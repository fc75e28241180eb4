import * as z from 'zod'
import { configFileSchema } from './config-file.ts'

/** A JSON Schema node, as far as it is read here. */
export interface JsonSchema {
  [keyword: string]: unknown
}

/** Types whose values may come from `${VAR}`, which an editor sees as text. */
const SUBSTITUTABLE = ['number', 'integer', 'boolean']
const PLACEHOLDER = { type: 'string', pattern: '\\$\\{.+\\}' }

/** JSON Schema (2020-12) of the file, for editors and for suggestions. Values may be written as `${VAR}`. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configFileSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      if (allowsPlaceholder(jsonSchema)) orPlaceholder(jsonSchema)
    },
  })
  return { title: 'Backstay configuration', ...schema }
}

function allowsPlaceholder(node: JsonSchema): boolean {
  if (SUBSTITUTABLE.includes(String(node.type))) return true
  return node.type === 'string' && ['enum', 'pattern', 'format'].some((keyword) => keyword in node)
}

function orPlaceholder(node: JsonSchema): void {
  const { description, default: preset, ...value } = node
  for (const keyword of Object.keys(value)) delete node[keyword]
  node.anyOf = [value, PLACEHOLDER]
  if (description !== undefined) node.description = description
  if (preset !== undefined) node.default = preset
}
