import type { ContinueSource } from '#domain/continuation'
import type { Deployment } from '#domain/deployment'
import { asNumber, asObject, asText, parseJson, type JsonObject } from './json-read.ts'

/** Members by which servers are told to write anything but free text. */
const CONSTRAINTS = [
  'guided_json',
  'guided_regex',
  'guided_grammar',
  'structured_outputs',
  'grammar',
  'responseSchema',
  'response_schema',
  'responseJsonSchema',
  'response_json_schema',
] as const

const decoder = new TextDecoder()

/**
 * Why an answer to this request, of any dialect, cannot be gone on with, as a clause for records; `null` if it can. A
 * deployment may ask for more than the request does.
 */
export function obstacleTo(
  request: Uint8Array,
  source: ContinueSource,
  { params, extraBody }: Pick<Deployment, 'params' | 'extraBody'>,
): string | null {
  if (source.obstacle !== null) return source.obstacle
  const asked = [readRequest(request), params, extraBody]
  if (asked.some((members) => choicesOf(members) > 1)) return 'it has several choices'
  if (source.text === '') return null
  return asked.some(isConstrained) ? 'it is in JSON mode' : null
}

/** Asked for every deployment that may go on: a request is read once, however many there are. */
const requests = new WeakMap<Uint8Array, JsonObject>()

/** The members of a request that is known to be JSON. */
export function readRequest(request: Uint8Array): JsonObject {
  const known = requests.get(request)
  if (known !== undefined) return known
  const body = asObject(parseJson(decoder.decode(request))) ?? {}
  requests.set(request, body)
  return body
}

function generationConfigOf(members: JsonObject): JsonObject {
  return asObject(members['generationConfig'] ?? members['generation_config']) ?? {}
}

function choicesOf(members: JsonObject): number {
  const config = generationConfigOf(members)
  return asNumber(members['n'] ?? config['candidateCount'] ?? config['candidate_count']) ?? 1
}

function isConstrained(members: JsonObject): boolean {
  const config = generationConfigOf(members)
  const formats = [
    members['response_format'],
    members['output_format'],
    asObject(members['output_config'])?.['format'],
    asObject(members['text'])?.['format'],
  ]
  const type = asText(config['responseMimeType'] ?? config['response_mime_type'])
  return (
    formats.some((format) => (asText(asObject(format)?.['type']) ?? 'text') !== 'text') ||
    (type ?? 'text/plain') !== 'text/plain' ||
    CONSTRAINTS.some((name) => (members[name] ?? config[name] ?? null) !== null)
  )
}
