import type { EntryBody, EntryKind } from './stored-entry.ts'

const CHECKS = ['checks', '*', 'secret']
const POLICIES = ['routing', '*', 'failoverOn', '*', ...CHECKS]

/** Where entries have secrets; `*` is any member. */
const PLACES: Readonly<Record<EntryKind, readonly (readonly string[])[]>> = {
  provider: [['api_key'], ['headers', '*'], ['query', '*']],
  model: [
    ['deployments', '*', 'api_key'],
    ['triggers', '*', ...CHECKS],
  ],
  chain: [['triggers', '*', ...CHECKS]],
  key: [POLICIES],
  key_routing: [POLICIES],
  settings: [['fallback', 'triggers', '*', ...CHECKS]],
}

type Exchange = (secret: string, path: readonly (string | number)[]) => string

/** The same entry with each of its secrets exchanged for something else. */
export function mapSecrets<Body extends EntryBody>(kind: EntryKind, body: Body, exchange: Exchange): Body {
  return PLACES[kind].reduce<unknown>((value, place) => within(value, place, [], exchange), body) as Body
}

function within(
  value: unknown,
  [part, ...rest]: readonly string[],
  path: readonly (string | number)[],
  exchange: Exchange,
): unknown {
  if (part === undefined) return typeof value === 'string' ? exchange(value, path) : value
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    return part === '*' ? value.map((entry: unknown, i) => within(entry, rest, [...path, i], exchange)) : value
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      part === '*' || part === name ? within(member, rest, [...path, name], exchange) : member,
    ]),
  )
}
