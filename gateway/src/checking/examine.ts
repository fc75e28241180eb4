import { Validator, type OutputUnit, type Schema, type SchemaDraft } from '@cfworker/json-schema'
import type { Examination, Examined } from '#domain/quality'

/** Matches a pattern or validates against a schema, however long that takes: for the thread that does nothing else. */
export function examine(examination: Examination): Examined {
  try {
    return examination.kind === 'matches' ? match(examination) : validate(examination)
  } catch {
    // What is wrong with it may quote the answer.
    return {
      kind: 'gave_up',
      detail: `the ${examination.kind === 'matches' ? 'pattern' : 'schema'} cannot be used`,
    }
  }
}

type OfKind<Kind extends Examination['kind']> = Extract<Examination, { readonly kind: Kind }>

function match({ pattern, flags, text }: OfKind<'matches'>): Examined {
  return new RegExp(pattern, flags).test(text) ? { kind: 'yes' } : { kind: 'no', detail: 'it does not match' }
}

function validate({ schema, text }: OfKind<'json_schema'>): Examined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { kind: 'no', detail: 'the text is not JSON' }
  }
  const { valid, errors } = new Validator(schema as Schema, draftOf(schema)).validate(value)
  if (valid) return { kind: 'yes' }
  const place = errors.findLast(isOfSchema)?.keywordLocation ?? '#'
  return { kind: 'no', detail: `the text is not of the schema: ${place}` }
}

/**
 * Places in the schema say what is wrong without telling of the answer, which is nobody else's business. For members
 * that the schema does not name, the validator gives the place in the answer instead.
 */
function isOfSchema({ instanceLocation, keywordLocation }: OutputUnit): boolean {
  return instanceLocation === '#' || !keywordLocation.startsWith(instanceLocation)
}

/** What `$schema` names; schemas of requests seldom name any. */
function draftOf(schema: unknown): SchemaDraft {
  const named =
    typeof schema === 'object' && schema !== null && '$schema' in schema ? String(schema.$schema) : ''
  if (named.includes('draft-04')) return '4'
  if (named.includes('draft-07')) return '7'
  return named.includes('2019-09') ? '2019-09' : '2020-12'
}
