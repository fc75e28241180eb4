import { GatewayError } from '#domain/errors'
import type { InForce } from '#snapshot/in-force'
import type { EntryKind, StoredEntry } from '#snapshot/stored-entry'

/** One configured thing: from the file, or from the store with its entry. */
export interface Resource<Entry> {
  readonly name: string
  /** As it is in force, in the shape of the file; holds secrets. */
  readonly entry: Entry
  /** `null`: the file declares it. */
  readonly stored: StoredEntry | null
  /** As the file has it, without what the store adds; `null`: it is not in the file. */
  readonly declared: Entry | null
}

export type ResourceKind = Exclude<EntryKind, 'key_routing' | 'settings'>

interface Entries {
  readonly provider: InForce['file']['providers'][string]
  readonly model: InForce['file']['models'][number]
  readonly chain: InForce['file']['fallback']['chains'][number]
  readonly key: InForce['file']['keys'][number]
}

/** What kind of resource → its entries in force, by name. */
const ENTRIES: {
  readonly [Kind in ResourceKind]: (file: InForce['file']) => readonly (readonly [string, Entries[Kind]])[]
} = {
  provider: ({ providers }) => Object.entries(providers),
  model: ({ models }) => models.map((entry) => [entry.name, entry] as const),
  chain: ({ fallback }) => fallback.chains.map((entry) => [entry.name, entry] as const),
  key: ({ keys }) => keys.map((entry) => [entry.name, entry] as const),
}

const PLURALS: Readonly<Record<ResourceKind, string>> = {
  provider: 'provider',
  model: 'model',
  chain: 'chain',
  key: 'API key',
}

/** Everything of a kind that is in force. */
export function resourcesOf<Kind extends ResourceKind>(
  kind: Kind,
  { file, entries, declared }: InForce,
): readonly Resource<Entries[Kind]>[] {
  const stored = new Map(entries.filter((one) => one.kind === kind).map((one) => [one.name, one]))
  const inFile = new Map(ENTRIES[kind](declared.file))
  return ENTRIES[kind](file).map(([name, entry]) => {
    const own = stored.get(name) ?? null
    return { name, entry, stored: own, declared: own === null ? (inFile.get(name) ?? null) : null }
  })
}

/** One of them, by id or by name. @throws GatewayError - 404 */
export function findResource<Kind extends ResourceKind>(
  kind: Kind,
  inForce: InForce,
  id: string,
): Resource<Entries[Kind]> {
  const all = resourcesOf(kind, inForce)
  const found = all.find(({ stored }) => stored?.id === id) ?? all.find(({ name }) => name === id)
  if (found !== undefined) return found
  const message = `There is no ${PLURALS[kind]} "${id.slice(0, 200)}".`
  throw new GatewayError('resource_not_found', { message, param: 'id' })
}

/** What every resource tells of itself. */
export function membersOfResource({ name, stored }: Resource<unknown>) {
  return {
    id: stored?.id ?? name,
    source: stored === null ? ('file' as const) : ('store' as const),
    revision: stored?.revision ?? 0,
    createdAt: stored?.createdAt ?? null,
    updatedAt: stored?.updatedAt ?? null,
    createdBy: stored?.createdBy ?? null,
  }
}

interface PageQuery {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly search?: string | undefined
  readonly source?: 'file' | 'store' | undefined
}

/** One page of resources, by name. */
export function pageOfResources<Found extends Resource<unknown>>(
  all: readonly Found[],
  { cursor, limit, search, source }: PageQuery,
): { readonly page: readonly Found[]; readonly nextCursor: string | null } {
  const wanted = search?.toLowerCase() ?? ''
  const left = all
    .filter(({ name }) => cursor === undefined || name > cursor)
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .filter(({ stored }) => source === undefined || (stored === null) === (source === 'file'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const page = left.slice(0, limit)
  return { page, nextCursor: left.length > limit ? (page.at(-1)?.name ?? null) : null }
}
