import type { EntryBody, EntryKind } from './stored-entry.ts'

const CHECKS = ['checks', '*', 'secret']
const POLICIES = ['routing', '*', 'failoverOn', '*', ...CHECKS]

/** Where entries have secrets; `*` is any member. */
const PLACES: Readonly<Record<EntryKind, readonly (readonly string[])[]>> = {
  provider: [['api_key'], ['credentials'], ['headers', '*'], ['query', '*']],
  model: [
    ['deployments', '*', 'api_key'],
    ['triggers', '*', ...CHECKS],
  ],
  chain: [['triggers', '*', ...CHECKS]],
  key: [POLICIES],
  key_routing: [POLICIES],
  settings: [['fallback', 'triggers', '*', ...CHECKS]],
}

type EntryPath = readonly (string | number)[]
type Exchange = (secret: string, path: EntryPath) => string

/** The same entry with each of its secrets exchanged for something else. */
export function mapSecrets<Body extends EntryBody>(kind: EntryKind, body: Body, exchange: Exchange): Body {
  const begin: EntryPath = []
  return PLACES[kind].reduce<unknown>((value, place) => {
    const within = (inner: unknown, path: EntryPath): unknown => {
      const part = place[path.length]
      if (part === undefined) return typeof inner === 'string' ? exchange(inner, path) : inner
      if (typeof inner !== 'object' || inner === null) return inner
      if (Array.isArray(inner)) {
        return part === '*' ? inner.map((entry: unknown, i) => within(entry, [...path, i])) : inner
      }
      return Object.fromEntries(
        Object.entries(inner).map(([name, member]: [string, unknown]) => [
          name,
          part === '*' || part === name ? within(member, [...path, name]) : member,
        ]),
      )
    }
    return within(value, begin)
  }, body) as Body
}
