import type { Json } from '#domain/deployment'
import { topMembers, type Member } from './json-members.ts'
import { joined } from './sse.ts'

/** Edits of the members of one JSON object; a key is named in one of them only. */
export interface JsonEdits {
  /** Replaces every occurrence; appended where absent. */
  readonly set?: Readonly<Record<string, Json>>
  /** Appended where absent; an explicit `null` counts as given. */
  readonly setIfAbsent?: Readonly<Record<string, Json>>
  /** Sets members inside a member that is an object. */
  readonly merge?: Readonly<Record<string, Merge>>
}

export interface Merge {
  readonly set: Readonly<Record<string, Json>>
  /** The whole value where the member is absent or `null`. */
  readonly otherwise: Json
}

/** Edits made ready once, to be applied to many bodies. */
export interface CompiledEdits {
  readonly rules: readonly Rule[]
  readonly allocate: Allocate
}

/** Makes room for an edited body; every byte of it is written, so it need not be zeroed. */
export type Allocate = (size: number) => Uint8Array

interface Rule {
  readonly kind: 'set' | 'setIfAbsent' | 'merge'
  readonly key: string
  readonly keyBytes: Uint8Array
  readonly valueBytes: Uint8Array
  /** `"key":value`, as it is appended. */
  readonly memberBytes: Uint8Array
  readonly nested: CompiledEdits | null
}

interface Patch {
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array
}

const encoder = new TextEncoder()
const COMMA = encoder.encode(',')
const NOTHING = new Uint8Array(0)
const NO_KEYS: readonly string[] = []

/** Serializes the values of the edits. */
export function compileEdits(edits: JsonEdits, allocate: Allocate = zeroed): CompiledEdits {
  const rules: Rule[] = []
  for (const [key, value] of Object.entries(edits.set ?? {})) rules.push(rule('set', key, value))
  for (const [key, value] of Object.entries(edits.setIfAbsent ?? {}))
    rules.push(rule('setIfAbsent', key, value))
  for (const [key, value] of Object.entries(edits.merge ?? {})) {
    rules.push({ ...rule('merge', key, value.otherwise), nested: compileEdits({ set: value.set }, allocate) })
  }
  return { rules, allocate }
}

function zeroed(size: number): Uint8Array {
  return new Uint8Array(size)
}

function rule(kind: Rule['kind'], key: string, value: Json): Rule {
  const json = JSON.stringify(value)
  const name = JSON.stringify(key)
  return {
    kind,
    key,
    keyBytes: encoder.encode(name.slice(1, -1)),
    valueBytes: encoder.encode(json),
    memberBytes: encoder.encode(`${name}:${json}`),
    nested: null,
  }
}

/**
 * Applies edits to the bytes of a JSON object that is known to be valid, and cuts out every member named in `remove`.
 * Whatever is not edited keeps its bytes; without an effective edit the same array is returned.
 */
export function editJson(bytes: Uint8Array, edits: CompiledEdits, remove = NO_KEYS): Uint8Array {
  const { members, close } = topMembers(bytes)
  const seen: Rule[] = []
  const patches: Patch[] = []
  const removed: boolean[] = []
  for (const member of members) {
    const found = edits.rules.find((candidate) => sameKey(bytes, member, candidate))
    if (found !== undefined && found.kind !== 'setIfAbsent')
      patchValue({ bytes, member, rule: found }, patches)
    if (found !== undefined && !seen.includes(found)) seen.push(found)
    const cut = found?.kind !== 'set' && remove.length > 0 && remove.includes(keyOf(bytes, member))
    if (cut && found !== undefined) seen.splice(seen.indexOf(found), 1)
    removed.push(cut)
  }
  const appended = edits.rules
    .filter((candidate) => !seen.includes(candidate))
    .map((candidate) => candidate.memberBytes)
  const firstKept = removed.indexOf(false)
  const cuts = removed.includes(true) ? cutPatches(members, removed, firstKept) : []
  if (patches.length + cuts.length + appended.length === 0) return bytes
  const kept =
    cuts.length === 0 ? patches : patches.filter((patch) => !cuts.some((cut) => inside(patch, cut)))
  const all = cuts.length === 0 ? kept : [...kept, ...cuts].toSorted((a, b) => a.start - b.start)
  if (appended.length > 0) {
    const at = members.at(-1)?.valueEnd ?? close
    all.push({ start: at, end: at, bytes: listed(appended, firstKept !== -1) })
  }
  return applied(bytes, all, edits.allocate)
}

function inside(patch: Patch, cut: Patch): boolean {
  return patch.start >= cut.start && patch.end <= cut.end
}

function listed(members: readonly Uint8Array[], afterOthers: boolean): Uint8Array {
  return joined(members.flatMap((member, index) => (index > 0 || afterOthers ? [COMMA, member] : [member])))
}

/** A leading run is cut up to the first member that stays; any other member goes with the comma before it. */
function cutPatches(members: readonly Member[], removed: readonly boolean[], firstKept: number): Patch[] {
  const first = members[0]
  const last = members.at(-1)
  if (first === undefined || last === undefined) return []
  if (firstKept === -1) return [{ start: first.start, end: last.valueEnd, bytes: NOTHING }]
  const cuts: Patch[] = []
  const stays = members[firstKept]
  if (firstKept > 0 && stays !== undefined)
    cuts.push({ start: first.start, end: stays.start, bytes: NOTHING })
  for (const [index, member] of members.entries()) {
    const cut = removed[index] === true && index > firstKept
    if (cut) cuts.push({ start: member.comma, end: member.valueEnd, bytes: NOTHING })
  }
  return cuts
}

interface Found {
  readonly bytes: Uint8Array
  readonly member: Member
  readonly rule: Rule
}

function patchValue({ bytes, member, rule: found }: Found, patches: Patch[]): void {
  const { valueStart: start, valueEnd: end } = member
  if (found.nested === null) {
    if (!sameBytes(bytes, start, found.valueBytes) || end - start !== found.valueBytes.length) {
      patches.push({ start, end, bytes: found.valueBytes })
    }
    return
  }
  if (bytes[start] === 0x6e) patches.push({ start, end, bytes: found.valueBytes })
  if (bytes[start] !== 0x7b) return
  const value = bytes.subarray(start, end)
  const edited = editJson(value, found.nested)
  if (edited !== value) patches.push({ start, end, bytes: edited })
}

function applied(bytes: Uint8Array, patches: readonly Patch[], allocate: Allocate): Uint8Array {
  let size = bytes.length
  for (const patch of patches) size += patch.bytes.length - (patch.end - patch.start)
  const out = allocate(size)
  let from = 0
  let to = 0
  for (const patch of patches) {
    out.set(bytes.subarray(from, patch.start), to)
    to += patch.start - from
    out.set(patch.bytes, to)
    to += patch.bytes.length
    from = patch.end
  }
  out.set(bytes.subarray(from), to)
  return out
}

function sameKey(bytes: Uint8Array, member: Member, candidate: Rule): boolean {
  if (member.escaped) return keyOf(bytes, member) === candidate.key
  const length = member.keyEnd - member.keyStart
  return length === candidate.keyBytes.length && sameBytes(bytes, member.keyStart, candidate.keyBytes)
}

function sameBytes(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i += 1) if (bytes[start + i] !== wanted[i]) return false
  return true
}

const decoder = new TextDecoder()

function keyOf(bytes: Uint8Array, member: Member): string {
  const raw = decoder.decode(bytes.subarray(member.keyStart, member.keyEnd))
  return member.escaped ? (JSON.parse(`"${raw}"`) as string) : raw
}
