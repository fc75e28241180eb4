import { GatewayError } from '#domain/errors'
import type { EntryEdit } from '#snapshot/entry-change'
import type { InForce } from '#snapshot/in-force'
import type { StoredEntry } from '#snapshot/stored-entry'
import type { StoreTransaction } from '#store/configuration-store'
import { ConfigurationStore } from '#store/configuration-store'
import type { Change } from '../change.ts'
import type { ControlPorts } from '../ports.ts'
import { changesOf } from './version-answer.ts'

interface Asked {
  readonly change: Change
  readonly organisation: string
  readonly by: string
  readonly number: number
}

/** Undoes every change after a version; answers the number of the version that this makes. */
export async function rollBack(
  ports: ControlPorts,
  { change, organisation, by, number }: Asked,
): Promise<number> {
  const since = await new ConfigurationStore(ports.database).versionsSince(organisation, number)
  const then = new Map<string, StoredEntry | null>()
  // Newest first: what stood before the oldest of them counts.
  for (const row of since) {
    for (const { before, after } of changesOf(row)) {
      const id = (before ?? after)?.id
      if (id !== undefined) then.set(id, before)
    }
  }
  const action = 'configuration.rollback'
  const { before, after } = await ports.write({
    organisation,
    by,
    action,
    edit: (current) => {
      change.expect(current.number)
      if (current.number !== (since[0]?.number ?? number)) throw new GatewayError('revision_mismatch')
      requireAll(since.length, current.number, number)
      return [...then].flatMap(([id, entry]) => editTo(id, entry, current))
    },
    also: async (within, was, now) => {
      // What they name may have been removed with them meanwhile.
      requireAll(await versionsAfter(within, organisation, number), now.number, number)
      const target = { kind: 'configuration', id: String(number), name: `version ${number}` }
      const numbers = { before: { number: was.number }, after: { number: now.number } }
      await change.record({ action, target, ...numbers }, within)
    },
  })
  if (before === after) change.nothing()
  return after.number
}

/** Each change after the version is needed, to be undone. @throws GatewayError - 404 where some are not kept any more. */
function requireAll(kept: number, newest: number, number: number): void {
  if (kept === newest - number) return
  const message = `The changes after version ${number} are not kept any more; \`config/versions\` lists those one can go back to.`
  throw new GatewayError('resource_not_found', { message, param: 'number' })
}

async function versionsAfter(
  within: StoreTransaction,
  organisation: string,
  number: number,
): Promise<number> {
  const { count } = await within
    .selectFrom('config_versions')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('organisation', '=', organisation)
    .where('number', '>', number)
    .executeTakeFirstOrThrow()
  return Number(count)
}

function editTo(id: string, then: StoredEntry | null, { entries }: InForce): readonly EntryEdit[] {
  const now = entries.find((entry) => entry.id === id) ?? null
  if (then === null) return now === null ? [] : [{ kind: now.kind, id, name: now.name, body: null }]
  const { kind, name, body } = then
  const isSame = now !== null && now.name === name && JSON.stringify(now.body) === JSON.stringify(body)
  return isSame ? [] : [{ kind, id, name, body }]
}
