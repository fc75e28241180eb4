import type { KeyEntry } from '@backstay/contract'
import { keyRoutingSchema, keySchema } from '@backstay/contract'
import type { keyResourceSchema } from '@backstay/contract/admin'
import { masked, toCamel } from '@backstay/contract/admin'
import type { z } from 'zod'
import { mapSecrets } from '#snapshot/secret-places'
import type { Resource } from './resource.ts'
import { membersOfResource } from './resource.ts'

type Answer = z.output<typeof keyResourceSchema> & { readonly hint: string | null }

/** An API key as the admin API shows it: without its secret, and without its hash. */
export function keyAnswer(resource: Resource<KeyEntry>, nowMs: number): Answer {
  const { key, key_sha256: _, previous, routing: _routing, hint, ...entry } = resource.entry
  return {
    ...membersOfResource(resource),
    ...toCamel(keySchema.omit({ routing: true, previous: true, hint: true }), entry),
    hint: hint ?? (key === undefined ? null : masked(key)),
    state: stateOf(resource.entry, nowMs),
    routing: routingAnswer(resource),
    declaredRouting: Object.keys(resource.declared?.routing ?? {}) as Answer['declaredRouting'],
    history: previous.map((one) => ({ hint: one.hint, until: one.until })).toReversed(),
    usedBy: [],
  }
}

/** Its policies, in the shape in which they are sent. */
export function routingAnswer({ entry }: Resource<KeyEntry>): Answer['routing'] {
  return toCamel(keyRoutingSchema, mapSecrets('key', { routing: entry.routing }, masked).routing)
}

function stateOf(entry: KeyEntry, nowMs: number): Answer['state'] {
  const over = (time: string | null): boolean => time !== null && Date.parse(time) <= nowMs
  if (over(entry.revoked_at)) return 'revoked'
  return over(entry.expires_at) ? 'expired' : 'active'
}
