import type { Json } from '#domain/deployment'
import type { FormBody, FormPart } from '#domain/form'
import { memberOf } from './form-members.ts'
import { asList } from './json-read.ts'
import { joined } from './sse.ts'

const encoder = new TextEncoder()

/** Edits of the members of a form. */
export interface FormEdits {
  /** Replaces every part of the name; added where there is none. */
  readonly set: Readonly<Record<string, Json>>
  readonly setIfAbsent: Readonly<Record<string, Json>>
}

/**
 * Applies edits to a form, and cuts out the parts of the members in `remove`. Everything else keeps its bytes; without an effective
 * edit the same array is returned, so that a file is copied only where something changes.
 */
export function editForm(
  { bytes, form }: { readonly bytes: Uint8Array; readonly form: FormBody },
  { set, setIfAbsent }: FormEdits,
  remove: readonly string[],
): Uint8Array {
  const given = new Set(form.parts.map(memberOf))
  const kept = new Map(Object.entries(set).flatMap(([name, value]) => keptPart(bytes, form, { name, value })))
  const pieces: Uint8Array[] = []
  let from = 0
  for (const part of form.parts) {
    const name = memberOf(part)
    const cut = remove.includes(name) || (name in set && kept.get(name) !== part)
    if (!cut) continue
    pieces.push(bytes.subarray(from, part.start))
    from = part.end
  }
  const added = [
    ...Object.entries(set).filter(([name]) => !kept.has(name)),
    ...Object.entries(setIfAbsent).filter(([name]) => !given.has(name) && !(name in set)),
  ]
  if (from === 0 && added.length === 0) return bytes
  pieces.push(bytes.subarray(from, form.close))
  for (const [name, value] of added) pieces.push(encoder.encode(written(name, value, form.boundary)))
  pieces.push(bytes.subarray(form.close))
  return joined(pieces)
}

interface Member {
  readonly name: string
  readonly value: Json
}

/** The part that says already what is to be said, if it is the only one of its name. */
function keptPart(
  bytes: Uint8Array,
  { parts }: FormBody,
  { name, value }: Member,
): readonly (readonly [string, FormPart])[] {
  const [only, ...others] = parts.filter((part) => memberOf(part) === name)
  if (only === undefined || others.length > 0 || only.file || only.name !== name) return []
  const text = new TextDecoder().decode(bytes.subarray(only.valueStart, only.valueEnd))
  return textOf(value) === text ? [[name, only]] : []
}

/** Lists are written entry by entry, as the SDKs do. */
function written(name: string, value: Json, boundary: string): string {
  const entries = asList(value) as readonly Json[]
  if (!Array.isArray(value)) return partOf(name, value, boundary)
  return entries.map((entry) => partOf(`${name}[]`, entry, boundary)).join('')
}

function partOf(name: string, value: Json, boundary: string): string {
  const quoted = name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ')
  return `--${boundary}\r\ncontent-disposition: form-data; name="${quoted}"\r\n\r\n${textOf(value)}\r\n`
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
