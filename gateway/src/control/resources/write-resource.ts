import { toFile } from '@backstay/contract/admin'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { EntryBody } from '#snapshot/stored-entry'
import type { Role } from '../actor.ts'
import type { Change } from '../change.ts'
import type { ControlPorts } from '../ports.ts'
import type { StoreTransaction } from '#store/configuration-store'
import { keepSecrets, savedSecrets } from './kept-secrets.ts'
import type { Writable } from './mount-writes.ts'
import { providerAnswer } from './provider-answer.ts'
import { refuseTaken, refuseUsed, storedEntryOf } from './refuse.ts'
import type { Resource } from './resource.ts'
import { findResource, resourcesOf } from './resource.ts'

/** What was sent of an entry, in the shape of the file. */
export interface SentEntry {
  readonly name: string
  readonly body: EntryBody
  /** The one that it replaces; `null`: it is new. */
  readonly replaced: Resource<never> | null
}

/** Where a change is asked for, and by whom. */
export interface Asked {
  readonly change: Change
  readonly organisation: string
  readonly by: string
  /** As what; left out: as owner. */
  readonly role?: Role
}

interface Written {
  readonly revision: number
  readonly answer: object
}

type Entry = Resource<never>

/** Adds a resource. @throws GatewayError */
export async function createResource(
  ports: Pick<ControlPorts, 'write'>,
  writable: Writable,
  { change, organisation, by, sent }: Asked & { readonly sent: unknown },
): Promise<Written> {
  const { kind, fileSchema, answer } = writable
  const { name, ...members } = toFile(fileSchema, sent) as { readonly name: string }
  const { after } = await ports.write({
    organisation,
    by,
    action: `${kind}.create`,
    edit: (current) => {
      refuseTaken(name, resourcesOf(kind, current))
      return editsOf(writable, { name, body: members, replaced: null }, current)
    },
    also: (within, before, now) => {
      const made = findResource(kind, now, name) as Entry
      const target = { kind, id: made.stored?.id ?? name, name }
      const told = { action: `${kind}.create`, target, before: null, after: answer(made, now) }
      return record(told, { change, within, before, now })
    },
  })
  return written(findResource(kind, after, name) as Entry, after, writable)
}

/** Changes members of a resource. @throws GatewayError */
export async function changeResource(
  ports: Pick<ControlPorts, 'write'>,
  writable: Writable,
  { sent, role = 'owner', ...asked }: Asked & { readonly id: string; readonly sent: unknown },
): Promise<Written> {
  const { name, ...members } = toFile(writable.fileSchema, sent) as { readonly name?: string }
  return changeMembers(ports, writable, {
    ...asked,
    asked: name,
    members: (replaced) => {
      writable.guard?.(replaced, members, role)
      return members
    },
  })
}

interface MemberChange extends Asked {
  readonly id: string
  /** As audit log and versions call it; default `kind.update`. */
  readonly action?: string
  /** Another name. */
  readonly asked?: string | undefined
  /** What is to be changed, in the words of the file. */
  readonly members: (replaced: Entry, current: InForce) => EntryBody
}

/** Changes members of a resource that depend on what it is. @throws GatewayError */
export async function changeMembers(
  ports: Pick<ControlPorts, 'write'>,
  writable: Writable,
  { change, organisation, by, id, asked, members, action: named }: MemberChange,
): Promise<Written> {
  const { kind, answer, usesOf } = writable
  const action = named ?? `${kind}.update`
  const nameOf = (resource: Resource<unknown>): string => asked ?? resource.name
  const { after } = await ports.write({
    organisation,
    by,
    action,
    edit: (current) => {
      const replaced = findResource(kind, current, id) as Entry
      const stored = storedEntryOf(replaced)
      change.expect(stored.revision)
      const name = nameOf(replaced)
      if (name !== replaced.name) {
        refuseTaken(name, resourcesOf(kind, current))
        refuseUsed(replaced.name, othersOf(replaced, usesOf(replaced, current)))
      }
      const body = changedMembers(stored.body, members(replaced, current))
      return editsOf(writable, { name, body, replaced }, current)
    },
    also: (within, before, now) => {
      const was = findResource(kind, before, id) as Entry
      const is = findResource(kind, now, nameOf(was)) as Entry
      const target = { kind, id: is.stored?.id ?? is.name, name: is.name }
      const told = { action, target, before: answer(was, before), after: answer(is, now) }
      return record(told, { change, within, before, now })
    },
  })
  const changed = resourcesOf(kind, after).find((one) => one.stored?.id === id || one.name === (asked ?? id))
  return written((changed ?? findResource(kind, after, id)) as Entry, after, writable)
}

/** Deletes a resource that nothing names; answers its id. @throws GatewayError */
export async function deleteResource(
  ports: Pick<ControlPorts, 'write'>,
  { kind, answer, usesOf }: Writable,
  { change, organisation, by, id }: Asked & { readonly id: string },
): Promise<string> {
  const action = `${kind}.delete`
  const { before } = await ports.write({
    organisation,
    by,
    action,
    edit: (current) => {
      const resource = findResource(kind, current, id) as Entry
      const stored = storedEntryOf(resource)
      change.expect(stored.revision)
      refuseUsed(resource.name, othersOf(resource, usesOf(resource, current)))
      return [{ kind, id: stored.id, name: stored.name, body: null }]
    },
    also: (within, was) => {
      const resource = findResource(kind, was, id) as Entry
      const target = { kind, id: resource.stored?.id ?? id, name: resource.name }
      return change.record({ action, target, before: answer(resource, was), after: null }, within)
    },
  })
  return storedEntryOf(findResource(kind, before, id)).id
}

interface Recording {
  readonly change: Change
  readonly within: StoreTransaction
  readonly before: InForce
  readonly now: InForce
}

/** A change, and the providers that were made with it. */
async function record(
  told: Parameters<Change['record']>[0],
  { change, within, before, now }: Recording,
): Promise<void> {
  await change.record(told, within)
  const known = new Set(Object.keys(before.file.providers))
  for (const made of resourcesOf('provider', now)) {
    if (known.has(made.name) || made.stored?.id === told.target.id) continue
    const target = { kind: 'provider', id: made.stored?.id ?? made.name, name: made.name }
    await change.record(
      { action: 'provider.create', target, before: null, after: providerAnswer(made, now) },
      within,
    )
  }
}

function editsOf(writable: Writable, sent: SentEntry, current: InForce): readonly EntryEdit[] {
  const { kind, complete } = writable
  const { body, also } = complete?.(sent, current) ?? { body: sent.body, also: [] }
  const { name, replaced } = sent
  const stored = replaced?.stored ?? null
  const saved = stored === null ? [] : savedSecrets(kind, stored.body, replaced?.entry ?? {})
  return [...also, { kind, id: stored?.id ?? null, name, body: keepSecrets(kind, body, saved) }]
}

/** `null` takes a member back to its default. */
export function changedMembers(body: EntryBody, members: EntryBody): EntryBody {
  const changed = Object.entries({ ...body, ...members })
  return Object.fromEntries(changed.filter(([, value]) => value !== null && value !== undefined))
}

/** What names itself keeps nobody from anything. */
function othersOf<Use extends { readonly kind: string; readonly name: string }>(
  { name }: Entry,
  uses: readonly Use[],
): readonly Use[] {
  return uses.filter((use) => use.name !== name || !['model', 'chain'].includes(use.kind))
}

function written(resource: Entry, inForce: InForce, { answer }: Writable): Written {
  return { revision: resource.stored?.revision ?? 0, answer: answer(resource, inForce) }
}
