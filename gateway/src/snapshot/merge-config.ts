import type { ConfigFile } from '@backstay/contract'
import { configFileSchema } from '@backstay/contract'
import { formatPath } from './config-problem.ts'
import type { EntryBody, StoredEntry } from './stored-entry.ts'

/** The configuration file as it was declared. */
export interface Declared {
  /** Complete, with defaults. */
  readonly file: ConfigFile
  /** As it is written, with values put in; without defaults. */
  readonly given: unknown
  /** Scalars with placeholders as they are written, by formatted path. */
  readonly written: ReadonlyMap<string, string>
  readonly version: string
}

/** A file with what the store adds to it. */
export interface MergedConfig {
  readonly value: Readonly<Record<string, unknown>>
  /** Formatted path in `value` → the entry that stands there. */
  readonly places: ReadonlyMap<string, StoredEntry>
}

/**
 * Puts entries of the store behind what the file declares, which comes first and is never replaced. Secrets must be in
 * their places already.
 */
export function mergeConfig({ file, given }: Declared, entries: readonly StoredEntry[]): MergedConfig {
  const places = new Map<string, StoredEntry>()
  const of = (kind: StoredEntry['kind']): readonly StoredEntry[] =>
    entries.filter((entry) => entry.kind === kind)
  const behind = (declared: readonly unknown[], kind: StoredEntry['kind'], ...path: string[]): unknown[] => [
    ...declared,
    ...of(kind).map((entry, i) => {
      places.set(formatPath([...path, declared.length + i]), entry)
      return { ...entry.body, name: entry.name }
    }),
  ]
  const providers = of('provider').filter(({ name }) => !Object.hasOwn(file.providers, name))
  for (const entry of providers) places.set(formatPath(['providers', entry.name]), entry)
  const [settings] = of('settings')
  for (const [section, members] of Object.entries(settings?.body ?? {})) {
    for (const name of Object.keys(members as object))
      places.set(formatPath([section, name]), settings as StoredEntry)
  }
  for (const overlay of of('key_routing')) {
    const index = file.keys.findIndex(({ name }) => name === overlay.name)
    if (index >= 0) places.set(formatPath(['keys', index]), overlay)
  }
  const value = {
    ...file,
    providers: {
      ...file.providers,
      ...Object.fromEntries(providers.map(({ name, body }) => [name, body])),
    },
    models: behind(file.models, 'model', 'models'),
    keys: behind(withPolicies(file.keys, of('key_routing')), 'key', 'keys'),
    fallback: {
      ...merged(file.fallback, settings?.body['fallback'], member(given, 'fallback')),
      chains: behind(file.fallback.chains, 'chain', 'fallback', 'chains'),
    },
    organisation: merged(file.organisation, settings?.body['organisation'], member(given, 'organisation')),
    retention: merged(file.retention, settings?.body['retention'], member(given, 'retention')),
  }
  return { value, places }
}

/** What the file declares for every organisation, and nothing that is one organisation's own. */
export function commonTo(declared: Declared): Declared {
  const { fallback, organisation, providers, models, keys } = configFileSchema.parse({})
  return {
    file: { ...declared.file, fallback, organisation, providers, models, keys },
    given: {},
    written: new Map(),
    version: declared.version,
  }
}

/** Policies of the store for keys of the file: by type of model, where the file has none. */
function withPolicies(keys: ConfigFile['keys'], overlays: readonly StoredEntry[]): ConfigFile['keys'] {
  const byName = new Map(overlays.map(({ name, body }) => [name, body['routing'] as EntryBody]))
  return keys.map((key) => {
    const added = byName.get(key.name)
    return added === undefined ? key : { ...key, routing: { ...added, ...key.routing } }
  })
}

function merged(declared: object, stored: unknown, given: unknown): object {
  const own = typeof given === 'object' && given !== null ? given : {}
  const added = Object.entries((stored ?? {}) as EntryBody).filter(([name]) => !Object.hasOwn(own, name))
  return { ...declared, ...Object.fromEntries(added) }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as EntryBody)[name] : undefined
}
