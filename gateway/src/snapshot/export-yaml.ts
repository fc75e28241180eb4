import { stringify } from 'yaml'
import { formatPath } from './config-problem.ts'
import type { InForce } from './in-force.ts'
import { mapSecrets } from './secret-places.ts'
import type { EntryKind, StoredEntry } from './stored-entry.ts'

/** Members of the file that are secrets wherever they stand. */
const SECRET_NAME = /^(key|.*(api_key|secret|token|password))$/
/** Sections whose every value may be one. */
const SECRET_SECTIONS = new Set(['headers', 'query'])
/** URLs with a password. */
const CREDENTIALS = /^[a-z+]+:\/\/[^/@]*:[^/@]*@/

/**
 * File and store as one configuration file. What came from a variable is that variable again; every other secret is a
 * variable that is named for its place, to be set before the file is used.
 */
export function exportYaml({ declared, entries }: InForce): string {
  const names = new Set<string>()
  const file = exported(declared.given ?? {}, [], {
    written: (path) => declared.written.get(formatPath(path)) ?? null,
    placeholder: (path) => placeholder(path, names),
  }) as Exported
  const of = (kind: EntryKind): readonly (readonly [string, object])[] =>
    entries.filter((entry) => entry.kind === kind).map((entry) => [entry.name, bodyOf(entry, names)])
  const listed = (kind: EntryKind): object[] => of(kind).map(([name, body]) => ({ name, ...body }))
  const settings = (of('settings')[0]?.[1] ?? {}) as Exported
  const overlays = new Map(of('key_routing') as readonly (readonly [string, { readonly routing: object }])[])
  const keys = [
    ...(file.keys ?? []).map((key) => {
      const added = overlays.get(key.name)?.routing
      return added === undefined ? key : { ...key, routing: { ...added, ...key.routing } }
    }),
    ...listed('key'),
  ]
  const chains = [...(file.fallback?.chains ?? []), ...listed('chain')]
  const whole = {
    ...file,
    providers: { ...file.providers, ...Object.fromEntries(of('provider')) },
    models: [...(file.models ?? []), ...listed('model')],
    fallback: { ...settings.fallback, ...file.fallback, ...(chains.length > 0 && { chains }) },
    organisation: { ...settings.organisation, ...file.organisation },
    ...(settings.retention !== undefined && { retention: { ...settings.retention, ...file.retention } }),
    keys,
  }
  return stringify(whole, { lineWidth: 0, aliasDuplicateObjects: false })
}

interface Exported {
  readonly providers?: object
  readonly models?: readonly object[]
  readonly fallback?: { readonly chains?: readonly object[] }
  readonly organisation?: object
  readonly retention?: object
  readonly keys?: readonly { readonly name: string; readonly routing?: object }[]
}

type At = readonly (string | number)[]

interface Replacing {
  /** As it is written, where it came from elsewhere. */
  readonly written: (path: At) => string | null
  readonly placeholder: (path: At) => string
}

function exported(value: unknown, path: At, replacing: Replacing): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown, i) => exported(entry, [...path, i], replacing))
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value) as [string, unknown][]
    return Object.fromEntries(
      members.map(([name, member]) => [name, exported(member, [...path, name], replacing)]),
    )
  }
  const written = replacing.written(path)
  if (written !== null) return written
  if (typeof value !== 'string') return value
  return isSecret(value, path) ? replacing.placeholder(path) : literally(value)
}

function isSecret(value: string, path: At): boolean {
  const [name, section] = [String(path.at(-1)), String(path.at(-2))]
  return SECRET_NAME.test(name) || SECRET_SECTIONS.has(section) || CREDENTIALS.test(value)
}

function bodyOf(entry: StoredEntry, names: Set<string>): object {
  const placeholders = new Map<string, string>()
  mapSecrets(entry.kind, entry.body, (reference, path) => {
    placeholders.set(reference, placeholder([entry.kind, entry.name, ...path], names))
    return reference
  })
  return replaced(entry.body, placeholders) as object
}

function replaced(value: unknown, placeholders: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => replaced(entry, placeholders))
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value) as [string, unknown][]
    return Object.fromEntries(members.map(([name, member]) => [name, replaced(member, placeholders)]))
  }
  if (typeof value !== 'string') return value
  return placeholders.get(value) ?? literally(value)
}

/** Text of the store is no placeholder, whatever it looks like. */
function literally(text: string): string {
  return text.replaceAll('${', '$${')
}

function placeholder(path: At, names: Set<string>): string {
  const base = path
    .map(String)
    .join('_')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_')
  let name = base
  for (let number = 2; names.has(name); number++) name = `${base}_${number}`
  names.add(name)
  return `\${${name}}`
}
