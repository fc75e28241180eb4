import { GatewayError } from '#domain/errors'

export type JsonObject = Readonly<Record<string, unknown>>

/** Longer lists of names are refused: each entry costs a look-up. */
const MOST_NAMES = 100

/** Nothing, where the member is absent or `null`. Throws `invalid_body`. */
export function objectOrNone(value: unknown, path: string): JsonObject {
  if (value === undefined || value === null) return {}
  if (isObject(value)) return value
  throw invalid(path, 'must be an object')
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `null`, where the member is absent or `null`. Throws `invalid_body`. */
export function textsOrNull(value: unknown, path: string, what = 'names'): readonly string[] | null {
  if (value === undefined || value === null) return null
  if (!Array.isArray(value) || !value.every((entry) => typeof entry === 'string')) {
    throw invalid(path, `must be a list of ${what}`)
  }
  if (value.length > MOST_NAMES) throw invalid(path, `must have at most ${MOST_NAMES} entries`)
  return value
}

/** `null`, where the member is absent or `null`. Throws `invalid_body`. */
export function booleanOrNull(value: unknown, path: string): boolean | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value
  throw invalid(path, 'must be true or false')
}

/** `null`, where the member is absent or `null`. Throws `invalid_body`. */
export function choiceOrNull<Choice extends string>(
  value: unknown,
  path: string,
  choices: readonly Choice[],
): Choice | null {
  if (value === undefined || value === null) return null
  const found = choices.find((choice) => choice === value)
  if (found !== undefined) return found
  throw invalid(path, `must be one of ${choices.join(', ')}`)
}

/** `null`, where the member is absent or `null`. Throws `invalid_body` for what is no number or below `least`. */
export function numberOrNull(value: unknown, path: string, least: number): number | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && Number.isFinite(value) && value >= least) return value
  throw invalid(path, `must be a number of at least ${least}`)
}

/** A refusal that names the member. */
export function invalid(path: string, message: string): GatewayError {
  return new GatewayError('invalid_body', { message: `\`${path}\` ${message}.`, param: path })
}

/** Names of members are the caller's: they are not repeated at length. */
const SHOWN_LENGTH = 60

/** Members that are there, but not among those that are acted on. */
export function unusedMembers(given: JsonObject, path: string, used: readonly string[]): readonly string[] {
  const names = Object.keys(given).filter((name) => !used.includes(name))
  return names.map((name) => notActedOn(`${path}.${name.slice(0, SHOWN_LENGTH)}`))
}

export function notActedOn(what: string): string {
  return `${what} is not acted on in this version`
}
