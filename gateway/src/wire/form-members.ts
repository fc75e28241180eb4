import type { FormBody, FormPart } from '#domain/form'
import type { Json } from '#domain/deployment'
import type { JsonObject } from './json-read.ts'
import { parseJson } from './json-read.ts'

/** A file of a form, as it stands among its members. */
export interface FormFile {
  readonly kind: 'file'
  readonly sizeBytes: number
}

type Tree = { [name: string]: Tree | Json | FormFile | (Tree | Json | FormFile)[] }

const decoder = new TextDecoder()
/** Deeper names are taken as they stand. */
const MAX_DEPTH = 5

/** The member of a request that a part belongs to: `image[]` and `image` are one, as are `provider[sort]` and `provider`. */
export function memberOf({ name }: FormPart): string {
  const bracket = name.indexOf('[')
  return bracket <= 0 ? name : name.slice(0, bracket)
}

/**
 * The members of a form as an object, as if it had been sent as JSON: `a[b]` and `a[]` are members and entries, as the
 * SDKs write them. Texts that are JSON are read where `structured` names their member; others stay texts. Files are told
 * by their size.
 */
export function formMembers(
  bytes: Uint8Array,
  { parts }: FormBody,
  structured: readonly string[],
): JsonObject {
  const members: Tree = emptyTree()
  for (const part of parts) {
    const { file, valueStart, valueEnd } = part
    const value = file
      ? { kind: 'file' as const, sizeBytes: valueEnd - valueStart }
      : valueOf(decoder.decode(bytes.subarray(valueStart, valueEnd)), structured.includes(memberOf(part)))
    put(members, pathOf(part.name), value)
  }
  return members
}

/** Without a prototype: names come from outside. */
function emptyTree(): Tree {
  return Object.create(null) as Tree
}

function valueOf(text: string, structured: boolean): Json {
  const read = structured ? parseJson(text) : undefined
  return read === undefined ? text : (read as Json)
}

/** `a[b][]` → `a`, `b`, ''. */
function pathOf(name: string): readonly string[] {
  const found = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name)
  if (found === null) return [name]
  const path = [
    found[1] ?? '',
    ...[...(found[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map(([, key = '']) => key),
  ]
  return path.length > MAX_DEPTH ? [name] : path
}

/** A member that is there already becomes the later one, as in JSON; entries are added. */
function put(tree: Tree, path: readonly string[], value: Json | FormFile): void {
  const [name = '', ...rest] = path
  const [next] = rest
  if (next === undefined) tree[name] = value
  else if (next === '') {
    const list = tree[name]
    if (Array.isArray(list)) list.push(value)
    else tree[name] = [value]
  } else {
    const inner = tree[name]
    const child = isTree(inner) ? inner : emptyTree()
    tree[name] = child
    put(child, rest, value)
  }
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null
}
