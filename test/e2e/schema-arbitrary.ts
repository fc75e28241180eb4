import fc from 'fast-check'

/** As much of a JSON schema as the description of the admin API uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly format?: string
  readonly default?: unknown
}

const MAX_DEPTH = 5

const wild = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<unknown>('', 'x', null, 0, -1, 1e308, true, [], {}, '\u0000', '__proto__'),
  },
  { weight: 1, arbitrary: fc.jsonValue({ depthSize: 'small' }) },
)

/** Values that nearly fit: what a schema asks for, with something else here and there. */
export function nearly(schema: Schema, resolve: (ref: string) => Schema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > MAX_DEPTH) return wild
  const fitting = fits(schema, (inner) => nearly(inner, resolve, depth + 1), resolve)
  return fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: wild })
}

function fits(
  schema: Schema,
  within: (schema: Schema) => fc.Arbitrary<unknown>,
  resolve: (ref: string) => Schema,
): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return within(resolve(schema.$ref))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined && choices.length > 0) return fc.oneof(...choices.map(within))
  if (schema.allOf !== undefined) {
    return fc.tuple(...schema.allOf.map(within)).map((parts) => Object.assign({}, ...parts) as unknown)
  }
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? 'object')
  return ofType(type, schema, within)
}

function ofType(
  type: string,
  schema: Schema,
  within: (schema: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string':
      return stringOf(schema)
    case 'integer':
      return fc.constantFrom(1, 2, 10, 0, 1_000_000)
    case 'number':
      return fc.constantFrom(0.5, 1, 0, 100)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(within(schema.items ?? {}), { maxLength: 3 })
    default:
      return objectOf(schema, within)
  }
}

function stringOf({ format }: Schema): fc.Arbitrary<string> {
  if (format === 'email') return fc.constantFrom('a@example.com', 'b@example.com')
  if (format === 'date-time') return fc.constantFrom('2030-01-01T00:00:00Z', '2001-01-01T00:00:00Z')
  return fc.oneof(
    fc.constantFrom('chat', 'chain', 'app', 'only', 'one', 'a', 'http://127.0.0.1:1/v1', '10.0.0.0/8'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  )
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  within: (schema: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, within(inner)]))
  const record = fc.record(known, { requiredKeys: required.filter((name) => name in known) })
  if (typeof additionalProperties !== 'object') return record
  const others = fc.dictionary(fc.constantFrom('chat', 'a', 'x y'), within(additionalProperties), {
    maxKeys: 2,
  })
  return fc.tuple(record, others).map(([own, more]) => ({ ...more, ...own }))
}
