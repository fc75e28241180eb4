import { asBoolean, asNumber, asText, type JsonObject } from '#wire/json-read'
import { member } from './member.ts'

type Container = Record<string, unknown> | unknown[]

/** Deeper than the arguments of any call. */
const MAX_DEPTH = 100

/** Arguments of a call that come as values at paths, such as `$.items[0].name`; texts come in pieces. */
export class PartialArguments {
  readonly #root: Record<string, unknown> = {}

  get text(): string {
    return JSON.stringify(this.#root)
  }

  add(piece: JsonObject): void {
    const keys = keysOf(asText(member(piece, 'jsonPath')) ?? '')
    const last = keys.at(-1)
    if (last === undefined || keys.length > MAX_DEPTH) return
    let at: Container = this.#root
    for (const [n, key] of keys.slice(0, -1).entries()) at = descend(at, key, keys[n + 1])
    const value = valueOf(piece)
    const before = read(at, last)
    write(at, last, typeof value === 'string' && typeof before === 'string' ? before + value : value)
  }
}

/** `$.a[0].b` and `$['a']` as a list of names and indices. */
function keysOf(path: string): readonly (string | number)[] {
  const keys: (string | number)[] = []
  for (const [, name, quoted, index] of path.matchAll(/\.([^.[\]]+)|\['([^']*)'\]|\[(\d+)\]/gu)) {
    if (index !== undefined) keys.push(Number(index))
    else keys.push(name ?? quoted ?? '')
  }
  return keys
}

function descend(at: Container, key: string | number, next: string | number | undefined): Container {
  const known = read(at, key)
  if (typeof known === 'object' && known !== null) return known as Container
  const made: Container = typeof next === 'number' ? [] : {}
  write(at, key, made)
  return made
}

function read(at: Container, key: string | number): unknown {
  if (Array.isArray(at)) return at[Math.min(Number(key) || 0, at.length)]
  return Object.hasOwn(at, key) ? at[key] : undefined
}

function write(at: Container, key: string | number, value: unknown): void {
  // Elements come in order: an index far behind the end would make a list of nothing.
  if (Array.isArray(at)) at[Math.min(Number(key) || 0, at.length)] = value
  else Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true })
}

function valueOf(piece: JsonObject): unknown {
  const text = member(piece, 'stringValue')
  if (typeof text === 'string') return text
  return asNumber(member(piece, 'numberValue')) ?? asBoolean(member(piece, 'boolValue')) ?? null
}
