import { TRIGGER_NAMES, triggerObjectSchema } from '@backstay/contract'
import type { TriggerEntry } from '@backstay/contract'
import type { Conditions } from '#domain/model'
import { invalid } from './controls-members.ts'

/** Turns valid entries into what they ask for together. */
export type CompileTriggers = (entries: readonly TriggerEntry[]) => Conditions

const PATH = 'backstay.triggers'

/** `backstay.triggers`: one entry or a list of them, each a name or an object with its type. Throws `invalid_body`. */
export function readTriggers(
  value: unknown,
  compile: CompileTriggers,
  warnings: string[],
): Conditions | null {
  if (value === undefined || value === null) return null
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value]
  const conditions = compile(entries.map((entry, index) => entryOf(entry, `${PATH}[${index}]`)))
  if (conditions.breaker === null) return conditions
  // Everybody shares the breakers: one caller must not open them for the others.
  warnings.push(`${PATH}: error_rate moves on errors; breakers keep the settings of the configuration`)
  return { ...conditions, breaker: null }
}

function entryOf(entry: unknown, path: string): TriggerEntry {
  if (typeof entry === 'string') {
    if (TRIGGER_NAMES.includes(entry)) return entry
    throw invalid(path, `is not a trigger; known are ${TRIGGER_NAMES.join(', ')}`)
  }
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    throw invalid(path, 'must be the name of a trigger, or an object with its type and fields')
  }
  const read = triggerObjectSchema.safeParse(entry)
  if (read.success) return withoutConfigured(read.data, path)
  const [issue] = read.error.issues
  if (issue === undefined) throw invalid(path, 'is not a trigger')
  const at = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path
  throw invalid([path, ...at.map(String)].join('.'), wordsOf(issue))
}

/** Checks that call somebody, or run what a caller wrote, are for the configuration to decide. */
const CONFIGURED_CHECKS: readonly string[] = ['webhook', 'judge', 'matches']

function withoutConfigured(entry: Exclude<TriggerEntry, string>, path: string): TriggerEntry {
  if (!('checks' in entry)) return entry
  for (const [index, check] of (entry.checks ?? []).entries()) {
    if (typeof check === 'string') continue
    const at = `${path}.checks[${index}]`
    if (CONFIGURED_CHECKS.includes(check.type)) {
      throw invalid(at, `is of type ${check.type}, which only the configuration can ask for`)
    }
    if (check.type === 'json_schema' && check.schema !== undefined) {
      throw invalid(`${at}.schema`, 'is not taken from a request; the schema of its response_format counts')
    }
  }
  return entry
}

type Issue = NonNullable<ReturnType<typeof triggerObjectSchema.safeParse>['error']>['issues'][number]

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'is not a field of this trigger'
    case 'invalid_union':
      return issue.path.at(-1) === 'type' ? `must be one of ${TRIGGER_NAMES.join(', ')}` : issue.message
    case 'invalid_type':
      return `must be of type ${issue.expected}`
    case 'too_small':
      return `must be at least ${String(issue.minimum)}`
    case 'too_big':
      return `must be at most ${String(issue.maximum)}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    default:
      return issue.message
  }
}
