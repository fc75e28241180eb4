import { closest, distance } from 'fastest-levenshtein'

/** Looks at one value and gives a sentence, with its path, for everything wrong with it. */
export type Check = (value: unknown, path: string) => readonly string[]

const FINE: readonly string[] = []

export const text: Check = (value, path) =>
  typeof value === 'string' ? FINE : wrong('a string', value, path)

export const flag: Check = (value, path) =>
  typeof value === 'boolean' ? FINE : wrong('true or false', value, path)

export const json: Check = (value, path) => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return FINE
  if (typeof value === 'number' && Number.isFinite(value)) return FINE
  if (Array.isArray(value)) return value.flatMap((entry, index) => json(entry, `${path}[${index}]`))
  if (isObject(value)) return Object.entries(value).flatMap(([name, entry]) => json(entry, `${path}.${name}`))
  return wrong('JSON', value, path)
}

export function integer(min: number, max: number): Check {
  return (value, path) => {
    const fits = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
    return fits ? FINE : wrong(`an integer from ${min} to ${max}`, value, path)
  }
}

export function oneOf(...words: readonly string[]): Check {
  const listed = words.map((word) => `"${word}"`).join(' or ')
  return (value, path) =>
    typeof value === 'string' && words.includes(value) ? FINE : wrong(listed, value, path)
}

export function nullable(check: Check): Check {
  return (value, path) => (value === null ? FINE : check(value, path))
}

export function listOf(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((entry, index) => check(entry, `${path}[${index}]`))
      : wrong('a list', value, path)
}

export function recordOf(check: Check): Check {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, entry]) => check(entry, `${path}.${name}`))
      : wrong('an object', value, path)
}

/** An object of these members; `T` makes the compiler ask for a check of every one. */
export function object<T extends object>(
  members: { readonly [Name in keyof Required<T>]: Check },
  required: readonly (keyof T & string)[] = [],
): Check {
  const checks = new Map<string, Check>(Object.entries(members))
  return (value, path) => {
    if (!isObject(value)) return wrong('an object', value, path)
    const problems = Object.entries(value).flatMap(([name, entry]) => {
      const check = checks.get(name)
      if (check === undefined) return [`${path}.${name}: no such member${suggestion(name, checks)}`]
      return entry === undefined ? FINE : check(entry, `${path}.${name}`)
    })
    const missing = required.filter((name) => value[name] === undefined)
    return [...problems, ...missing.map((name) => `${path}.${name}: missing`)]
  }
}

/** Strings are one of these words, anything else is what the check says: unions such as `'none' | {…}`. */
export function wordOr(words: readonly string[], other: Check): Check {
  const word = oneOf(...words)
  return (value, path) => (typeof value === 'string' ? word : other)(value, path)
}

/** An object that has exactly one of these members. */
export function exactlyOne(members: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(members)
  const shape = object<Record<string, unknown>>(members)
  return (value, path) => {
    const problems = shape(value, path)
    if (problems.length > 0 || !isObject(value)) return problems
    const given = names.filter((name) => value[name] !== undefined)
    return given.length === 1 ? FINE : [`${path}: give exactly one of ${names.join(', ')}`]
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(expected: string, value: unknown, path: string): readonly string[] {
  const shown = value === undefined ? 'undefined' : JSON.stringify(value, shortened)
  return [`${path}: expected ${expected}, got ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`]
}

/** JSON has no word for these, and the sentence needs one. */
function shortened(_name: string, value: unknown): unknown {
  return typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol'
    ? `[${typeof value}]`
    : value
}

function suggestion(name: string, checks: ReadonlyMap<string, Check>): string {
  const near = closest(name, [...checks.keys()])
  return distance(name, near) <= 3 ? `, did you mean "${near}"?` : ''
}
