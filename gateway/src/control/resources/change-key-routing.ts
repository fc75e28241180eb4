import type { KeyEntry } from '@backstay/contract'
import { GatewayError } from '#domain/errors'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import type { Change } from '../change.ts'
import type { ControlPorts } from '../ports.ts'
import { routingAnswer } from './key-answer.ts'
import { keepSecrets, savedSecrets } from './kept-secrets.ts'
import type { Resource } from './resource.ts'
import { findResource } from './resource.ts'

interface Asked {
  readonly change: Change
  readonly organisation: string
  readonly by: string
  readonly id: string
  /** By type of model, in the words of the file; `null` clears one. */
  readonly policies: EntryBody
}

/**
 * Replaces policies of a key per type of model. A key that the file declares may be given policies for types for which
 * the file has none.
 *
 * @throws GatewayError
 */
export async function changeKeyRouting(
  ports: ControlPorts,
  { change, organisation, by, id, policies }: Asked,
): Promise<KeyRouting> {
  const action = 'key.routing'
  const { after } = await ports.write({
    organisation,
    by,
    action,
    edit: (current) => {
      const key = findResource('key', current, id)
      change.expect(entryOf(key, current)?.revision ?? 0)
      return [key.stored === null ? ofDeclared(key, policies, current) : ofStored(key, policies)]
    },
    also: (within, before, now) => {
      const was = findResource('key', before, id)
      const target = { kind: 'key', id: was.stored?.id ?? was.name, name: was.name }
      const is = routingAnswer(findResource('key', now, id))
      return change.record(
        { action, target, before: { routing: routingAnswer(was) }, after: { routing: is } },
        within,
      )
    },
  })
  return keyRoutingOf(after, id)
}

/** Policies of a key, and the revision of what holds them. */
export interface KeyRouting {
  readonly routing: ReturnType<typeof routingAnswer>
  readonly revision: number
}

/** @throws GatewayError - 404 */
export function keyRoutingOf(inForce: InForce, id: string): KeyRouting {
  const key = findResource('key', inForce, id)
  return { routing: routingAnswer(key), revision: entryOf(key, inForce)?.revision ?? 0 }
}

function ofStored(key: Resource<KeyEntry>, policies: EntryBody): EntryEdit {
  const { stored, name, entry } = key
  const body = stored?.body ?? {}
  const routing = withPolicies(body['routing'] as EntryBody | undefined, policies)
  const kept = keepSecrets('key', { ...body, routing }, savedSecrets('key', body, entry))
  return { kind: 'key', id: stored?.id ?? null, name, body: kept }
}

function ofDeclared({ name, entry }: Resource<KeyEntry>, policies: EntryBody, current: InForce): EntryEdit {
  const declared = current.declared.file.keys.find((one) => one.name === name)?.routing ?? {}
  const taken = Object.keys(policies).find((type) => Object.hasOwn(declared, type))
  if (taken !== undefined) {
    const message = `The configuration file declares the ${taken} policy of "${name}"; it is changed there only.`
    throw new GatewayError('declared_in_file', { message, param: `routing.${taken}` })
  }
  const stored = current.entries.find((one) => one.kind === 'key_routing' && one.name === name)
  const routing = withPolicies(stored?.body['routing'] as EntryBody | undefined, policies)
  const saved =
    stored === undefined ? [] : savedSecrets('key_routing', stored.body, { routing: entry.routing })
  const body = Object.keys(routing).length === 0 ? null : keepSecrets('key_routing', { routing }, saved)
  return { kind: 'key_routing', id: stored?.id ?? null, name, body }
}

function entryOf({ stored, name }: Resource<KeyEntry>, { entries }: InForce) {
  return stored ?? entries.find((one) => one.kind === 'key_routing' && one.name === name)
}

function withPolicies(routing: EntryBody | undefined, policies: EntryBody): EntryBody {
  const all = Object.entries({ ...routing, ...policies })
  return Object.fromEntries(all.filter(([, policy]) => policy !== null))
}
