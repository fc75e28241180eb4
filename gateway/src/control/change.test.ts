import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import { migrateStore } from '#store/migrate-store'
import type { StoreSchema } from '#store/schema'
import { sqliteDialect } from '#store/sqlite-dialect'
import type { Actor } from './actor.ts'
import { AuditLog } from './audit-log.ts'
import { Change } from './change.ts'

const actor: Actor = { kind: 'person', id: 'u1', name: 'Ada', role: 'editor', organisation: 'default' }

async function changeWith(ifMatch: string | undefined): Promise<{ change: Change; audit: AuditLog }> {
  const database = new Kysely<StoreSchema>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) })
  await migrateStore(database)
  const audit = new AuditLog(database, new VirtualClock())
  return { change: new Change({ actor, audit, request: 'r1', ifMatch }), audit }
}

describe('a change', () => {
  it.each([undefined, '*', ' * ', '"3"', 'W/"3"', '"1", "3"'])(
    'may be made with if-match: %j at revision 3',
    async (ifMatch) => {
      const { change } = await changeWith(ifMatch)
      expect(() => change.expect(3)).not.toThrow()
    },
  )

  it.each(['"2"', '"33"', '""', '"1", "2"'])('is refused with if-match: %j', async (ifMatch) => {
    const { change } = await changeWith(ifMatch)
    expect(() => change.expect(3)).toThrow(expect.objectContaining({ code: 'revision_mismatch' }))
  })

  it.each(['3', '"3', '', '"3",', 'x"3"'])('is not understood with if-match: %j', async (ifMatch) => {
    const { change } = await changeWith(ifMatch)
    expect(() => change.expect(3)).toThrow(
      expect.objectContaining({ code: 'invalid_header', param: 'if-match' }),
    )
  })

  it('is accounted for once it was recorded, by whom and for which request', async () => {
    const { change, audit } = await changeWith(undefined)
    expect(change.accounted).toBe(false)
    const target = { kind: 'model', id: 'm1', name: 'gpt-4o' }
    await change.record({ action: 'model.create', target, before: null, after: { name: 'gpt-4o' } })
    expect(change.accounted).toBe(true)
    const rows = await audit.list({ organisation: 'default', limit: 1 })
    expect(rows).toMatchObject([{ actor_id: 'u1', request: 'r1', after: '{"name":"gpt-4o"}' }])
  })
})
