import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { VirtualClock } from '#simulator/virtual-clock'
import { migrateStore } from '#store/migrate-store'
import type { StoreSchema } from '#store/schema'
import { sqliteDialect } from '#store/sqlite-dialect'
import type { AuditEntry } from './audit-log.ts'
import { AuditLog } from './audit-log.ts'

let database: Kysely<StoreSchema>
let clock: VirtualClock
let audit: AuditLog
beforeEach(async () => {
  database = new Kysely<StoreSchema>({ dialect: sqliteDialect(new DatabaseSync(':memory:')) })
  await migrateStore(database)
  clock = new VirtualClock()
  audit = new AuditLog(database, clock)
})
afterEach(() => database.destroy())

const entry = (action: string, members: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: { kind: 'person', id: 'u1', name: 'Ada', organisation: 'default' },
  action,
  target: { kind: 'model', id: 'm1', name: 'gpt-4o' },
  before: null,
  after: null,
  request: null,
  ...members,
})
const actions = async (filter: Partial<Parameters<AuditLog['list']>[0]> = {}): Promise<string[]> =>
  (await audit.list({ organisation: 'default', limit: 10, ...filter })).map(({ action }) => action)

describe('the audit log', () => {
  it('remembers who did what to what, without secrets', async () => {
    await audit.write(entry('model.update', { before: { a: 1 }, after: { a: 2, api_key: 'sk-secret' } }))
    const [row] = await audit.list({ organisation: 'default', limit: 10 })
    expect(row).toMatchObject({
      actor_kind: 'person',
      actor_id: 'u1',
      actor_name: 'Ada',
      target_kind: 'model',
      target_name: 'gpt-4o',
      before: '{"a":1}',
      after: '{"a":2,"api_key":"***"}',
    })
  })

  it('is the business of one organisation', async () => {
    await audit.write(entry('model.create'))
    expect(await actions({ organisation: 'other' })).toEqual([])
  })

  it('lists the newest first, page by page', async () => {
    for (const action of ['a', 'b', 'c', 'd']) await audit.write(entry(action))
    const first = await audit.list({ organisation: 'default', limit: 3 })
    expect(first.map(({ action }) => action)).toEqual(['d', 'c', 'b'])
    expect(await actions({ cursor: first.at(-1)?.id })).toEqual(['a'])
  })

  it('finds by who, what, whom and when', async () => {
    await audit.write(entry('model.create'))
    await clock.advance(1_000)
    await audit.write(
      entry('models%.create', { actor: { kind: 'system', id: 's', name: 'S', organisation: 'default' } }),
    )
    await audit.write(entry('key.revoke', { target: { kind: 'key', id: 'k1', name: 'app' } }))
    const now = clock.wallMs()

    expect(await actions({ action: 'model.' })).toEqual(['model.create'])
    expect(await actions({ action: 'model.create' })).toEqual(['model.create'])
    expect(await actions({ action: 'model' })).toEqual([])
    expect(await actions({ actor: 's' })).toEqual(['models%.create'])
    expect(await actions({ target: 'app' })).toEqual(['key.revoke'])
    expect(await actions({ target: 'k1', targetKind: 'model' })).toEqual([])
    expect(await actions({ to: now - 1 })).toEqual(['model.create'])
    expect(await actions({ from: now })).toHaveLength(2)
  })

  it('forgets an entry whose change was not made', async () => {
    const failing = database.transaction().execute(async (within) => {
      await audit.write(entry('model.create'), within)
      throw new Error('refused')
    })
    await expect(failing).rejects.toThrow('refused')
    expect(await actions()).toEqual([])
  })
})
