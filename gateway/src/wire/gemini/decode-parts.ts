import type { Json } from '#domain/deployment'
import type { CanonicalPart, FilePart, Opaque } from '#wire/canonical'
import { asList, asObject, asText, type JsonObject } from '#wire/json-read'
import { member } from './member.ts'

/** Reads the parts of a content. `idOf` numbers calls that have no id of their own. */
export function readParts(content: unknown, idOf: (name: string) => string): readonly CanonicalPart[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }]
  return asList(asObject(content)?.['parts'])
    .map(asObject)
    .filter((part) => part !== null)
    .map((part) => readPart(part, idOf))
}

/** Reads one of them. */
export function readPart(part: JsonObject, idOf: (name: string) => string): CanonicalPart {
  const opaque = signatureOf(part)
  const signed = opaque === null ? {} : { opaque }
  const text = part['text']
  if (typeof text === 'string') {
    return part['thought'] === true
      ? { kind: 'reasoning', text, ...signed }
      : { kind: 'text', text, ...signed }
  }
  const call = asObject(member(part, 'functionCall'))
  if (call !== null) {
    const name = asText(call['name']) ?? ''
    return {
      kind: 'tool_call',
      id: asText(call['id']) ?? idOf(name),
      name,
      arguments: JSON.stringify(call['args'] ?? {}),
      ...signed,
    }
  }
  return readOther(part)
}

function readOther(part: JsonObject): CanonicalPart {
  const file = fileOf(part)
  if (file !== null) return file
  const response = asObject(member(part, 'functionResponse'))
  if (response !== null) return readResult(response)
  const name = Object.keys(part).find((key) => key !== 'thoughtSignature') ?? 'part'
  return { kind: 'foreign', dialect: 'gemini', name, value: part as Json }
}

function fileOf(part: JsonObject): FilePart | null {
  const inline = asObject(member(part, 'inlineData'))
  if (inline !== null) {
    return {
      kind: 'file',
      mediaType: asText(member(inline, 'mimeType')) ?? 'application/octet-stream',
      source: { kind: 'base64', data: asText(inline['data']) ?? '' },
    }
  }
  const file = asObject(member(part, 'fileData'))
  if (file !== null) {
    const url = asText(member(file, 'fileUri')) ?? ''
    const stored = url.includes('generativelanguage.googleapis.com') || url.startsWith('gs:')
    return {
      kind: 'file',
      mediaType: asText(member(file, 'mimeType')) ?? 'application/octet-stream',
      source: stored ? { kind: 'stored', vendor: 'google', id: url } : { kind: 'url', url },
    }
  }
  return null
}

/** The text of a result stands in `result`, `output` or `error`; anything else is sent as the JSON it is. */
function readResult(response: JsonObject): CanonicalPart {
  const given = asObject(response['response']) ?? {}
  const failed = given['error'] !== undefined
  const value = given['result'] ?? given['output'] ?? given['error'] ?? given
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const name = asText(response['name'])
  const files = asList(response['parts']).flatMap((part) => fileOf(asObject(part) ?? {}) ?? [])
  return {
    kind: 'tool_result',
    callId: asText(response['id']) ?? '',
    name,
    content: [{ kind: 'text', text }, ...files],
    ...(failed ? { failed } : {}),
  }
}

export function signatureOf(part: JsonObject): Opaque | null {
  const value = asText(member(part, 'thoughtSignature'))
  return value === null ? null : { vendor: 'google', name: 'thoughtSignature', value }
}
