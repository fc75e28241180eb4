import * as z from 'zod'
import { secret, stringMap } from '../scalars.ts'
import { sentSecret, sentSecretMap, shownSecret } from './masked.ts'

type CamelKey<Name> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : Name

/** What the file calls `tokens_per_minute`, the admin API calls `tokensPerMinute`. Free members keep their names. */
export type CamelCase<T> = T extends readonly (infer Entry)[]
  ? CamelCase<Entry>[]
  : T extends object
    ? string extends keyof T
      ? T
      : { [Name in keyof T as CamelKey<Name> & string]: CamelCase<T[Name]> }
    : T

export function camelKey(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** A schema of the file for what the admin API is sent: what has a default may be left out, and then is not there. */
export function sentAs<Schema extends z.ZodType>(schema: Schema): z.ZodType<CamelCase<z.input<Schema>>> {
  return renamed(schema, false) as z.ZodType<CamelCase<z.input<Schema>>>
}

/** A schema of the file for what the admin API answers: everything is there. */
export function answeredAs<Schema extends z.ZodType>(schema: Schema): z.ZodType<CamelCase<z.output<Schema>>> {
  return renamed(schema, true) as z.ZodType<CamelCase<z.output<Schema>>>
}

/** The members of `answeredAs` and `sentAs`, to be put beside others. */
export function membersOf(schema: z.ZodType): Record<string, z.ZodType> {
  return schema instanceof z.ZodObject ? schema.shape : {}
}

type AnyDef = Record<string, unknown>

// What is said of an object as a whole goes by the names of the file; it is checked when the whole is put together.
function renamed(schema: z.ZodType, complete: boolean): z.ZodType {
  const again = (inner: unknown): z.ZodType => renamed(inner as z.ZodType, complete)
  const like = (changes: AnyDef): z.ZodType => schema.clone({ ...schema.def, ...changes }, { parent: true })
  if (schema === secret) return complete ? shownSecret : sentSecret
  if (schema === stringMap && !complete) return sentSecretMap
  if (schema instanceof z.ZodObject) {
    const shape = Object.entries(schema.shape).map(([name, member]) => [camelKey(name), again(member)])
    return like({ shape: Object.fromEntries(shape), checks: [] })
  }
  if (schema instanceof z.ZodLazy) return z.unknown().meta({ description: 'Any JSON.' })
  if (schema instanceof z.ZodArray) return like({ element: again(schema.element) })
  if (schema instanceof z.ZodRecord) return like({ valueType: again(schema.valueType) })
  if (schema instanceof z.ZodUnion) return like({ options: schema.options.map(again) })
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return like({ innerType: again(schema.unwrap()) })
  }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const inner = again(schema.unwrap())
    const said = complete ? inner : inner.optional()
    const meta = z.globalRegistry.get(schema)
    return meta === undefined ? said : said.meta(meta)
  }
  return schema
}

/** A value of the file's shape as the admin API has it. */
export function toCamel<Schema extends z.ZodType>(
  schema: Schema,
  value: z.output<Schema>,
): CamelCase<z.output<Schema>> {
  return rename(schema, value, camelKey) as CamelCase<z.output<Schema>>
}

/** What the admin API was sent, in the file's shape. Members that already have the file's names keep them. */
export function toFile(schema: z.ZodType, value: unknown): unknown {
  return rename(schema, value, null)
}

type Rename = ((name: string) => string) | null

function rename(schema: z.ZodType, value: unknown, to: Rename): unknown {
  if (typeof value !== 'object' || value === null) return value
  const fitting = fittingOf(schema, value)
  if (fitting === null) return value
  if (fitting instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((entry: unknown) => rename(fitting.element as z.ZodType, entry, to))
  }
  if (fitting instanceof z.ZodRecord)
    return members(value, (name) => [name, fitting.valueType as z.ZodType], to)
  if (!(fitting instanceof z.ZodObject)) return value
  const shape = fitting.shape as Record<string, z.ZodType>
  const byCamel = new Map(Object.keys(shape).map((name) => [camelKey(name), name]))
  return members(
    value,
    (name) => {
      const own = Object.hasOwn(shape, name) ? name : (byCamel.get(name) ?? name)
      return [to === null ? own : to(own), Object.hasOwn(shape, own) ? shape[own] : undefined]
    },
    to,
  )
}

type Member = (name: string) => readonly [string, z.ZodType | undefined]

function members(value: object, member: Member, to: Rename): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => {
      const [own, schema] = member(name)
      return [own, schema === undefined ? inner : rename(schema, inner, to)]
    }),
  )
}

/** The object, list or record that a value is meant to be, behind wrappers and among alternatives. */
function fittingOf(schema: z.ZodType, value: object): z.ZodType | null {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return fittingOf(schema.unwrap() as z.ZodType, value)
  }
  if (schema instanceof z.ZodUnion) {
    const options = (schema.options as z.ZodType[]).flatMap((option) => fittingOf(option, value) ?? [])
    return options.find((option) => speaksOf(option, value)) ?? null
  }
  if (Array.isArray(value)) return schema instanceof z.ZodArray ? schema : null
  return schema instanceof z.ZodObject || schema instanceof z.ZodRecord ? schema : null
}

/** Alternatives are told apart by their `type`. */
function speaksOf(schema: z.ZodType, value: object): boolean {
  if (!(schema instanceof z.ZodObject)) return true
  const { type } = schema.shape as Record<string, z.ZodType | undefined>
  return type === undefined || !('type' in value) || type.safeParse(value.type).success
}
