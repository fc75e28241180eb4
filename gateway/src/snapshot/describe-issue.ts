import type { core } from 'zod'

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a section',
  record: 'a section',
  null: 'nothing',
}

/** Longer lists of allowed values are left to the documentation. */
const MAX_LISTED = 16

/** What a union says that has no words of its own. */
export const NO_ALTERNATIVE_FITS = 'fits none of the forms it can have'

/** Says what is wrong without repeating the value, which may be a secret. */
export function describeIssue(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(String(issue.expected), issue.input)
    case 'too_small':
      return bound('at least', issue.minimum, issue.origin)
    case 'too_big':
      return bound('at most', issue.maximum, issue.origin)
    case 'invalid_value':
      return missing(issue.input) + oneOf(issue.values)
    case 'unrecognized_keys':
      return 'unknown key'
    case 'invalid_union':
      return alternatives(issue)
    case 'not_multiple_of':
      return `must be a multiple of ${String(issue.divisor)}`
    default:
      return 'not valid here'
  }
}

/** Alternatives are told apart by one member, or not at all. */
function alternatives({ options, discriminator, input }: core.$ZodRawIssue): string {
  if (!Array.isArray(options)) return NO_ALTERNATIVE_FITS
  const isThere = typeof input === 'object' && input !== null && String(discriminator) in input
  return isThere ? oneOf(options) : `missing; ${oneOf(options)}`
}

function missing(input: unknown): string {
  return input === undefined ? 'missing; ' : ''
}

function wrongType(expected: string, input: unknown): string {
  const wanted = NAMES[expected] ?? expected
  if (input === undefined) return `missing; expected ${wanted}`
  const got = NAMES[input === null ? 'null' : Array.isArray(input) ? 'array' : typeof input] ?? typeof input
  if (expected === 'string' && ['number', 'boolean'].includes(typeof input)) {
    return `expected ${wanted}, got ${got}; put it in quotes`
  }
  return `expected ${wanted}, got ${got}`
}

function bound(relation: string, limit: unknown, origin: unknown): string {
  if (origin === 'string')
    return limit === 1 ? 'must not be empty' : `must have ${relation} ${String(limit)} characters`
  if (origin === 'array')
    return limit === 1 ? 'must not be empty' : `must have ${relation} ${String(limit)} entries`
  return `must be ${relation} ${String(limit)}`
}

function oneOf(values: readonly unknown[]): string {
  if (values.length > MAX_LISTED) return 'unknown name'
  return values.length === 1
    ? `must be ${String(values[0])}`
    : `must be one of ${values.map(String).join(', ')}`
}
