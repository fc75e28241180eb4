import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import type { ControlDatabase } from './control-database.ts'
import { controlDatabase } from './control-database.ts'
import { recordInserter } from './record-inserter.ts'
import { storeLocation } from './store-location.ts'
import { cutoffsOf } from './sweep-store.ts'

const NOW = Date.UTC(2026, 10, 20, 12)
const DAY_MS = 86_400_000
const KEPT = { usageDays: null, eventsDays: null, rollupDays: null }
const reference = (id: string): string => JSON.stringify({ api_key: `\${secret:${id}}` })

describe.each(await testStores())('what the past of the configuration leaves, on $name', ({ make }) => {
  let store: TestStore
  let database: ControlDatabase
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    database = controlDatabase(store.url)
    return undefined
  })
  afterEach(async () => {
    await database.destroy()
    await store.remove()
  })

  /** As the writer's thread does it. */
  async function sweep(configVersions: number | null): Promise<void> {
    const inserter = recordInserter(storeLocation(store.url))
    const cutoffs = cutoffsOf({ ...KEPT, configVersions }, NOW)
    while ((await inserter.sweep(cutoffs)) > 0);
    await inserter.close()
  }
  const version = (organisation: string, number: number, changes = '[]') =>
    database
      .insertInto('config_versions')
      .values({ organisation, number, at: NOW, by: 'x', action: 'model.update', changes })
      .execute()
  const secret = (id: string, organisation: string, createdAt = NOW - DAY_MS) =>
    database
      .insertInto('config_secrets')
      .values({ id, organisation, sealed: '', sealed_under: '', created_at: createdAt })
      .execute()
  const numbers = async (organisation: string): Promise<number[]> => {
    const rows = await database
      .selectFrom('config_versions')
      .select('number')
      .where('organisation', '=', organisation)
      .orderBy('number')
      .execute()
    return rows.map(({ number }) => number)
  }
  const secrets = async (): Promise<string[]> => {
    const rows = await database.selectFrom('config_secrets').select('id').orderBy('id').execute()
    return rows.map(({ id }) => id)
  }

  it('is so many versions of each organisation, the newest', async () => {
    for (let number = 1; number <= 9; number++) await version('first', number)
    for (const number of [1, 2]) await version('second', number)
    await sweep(null)
    expect(await numbers('first')).toHaveLength(9)
    await sweep(4)
    expect([await numbers('first'), await numbers('second')]).toEqual([
      [6, 7, 8, 9],
      [1, 2],
    ])
  })

  it('is every secret that is named by an entry or by a version that is kept, and none else', async () => {
    const now = { revision: 1, created_at: 1, updated_at: 1, created_by: 'x' }
    await database
      .insertInto('config_entries')
      .values({
        id: 'e',
        organisation: 'first',
        kind: 'provider',
        name: 'p',
        body: reference('in-entry'),
        ...now,
      })
      .execute()
    for (const [number, id] of ['of-old', 'of-kept', 'also-of-kept'].entries()) {
      await version('first', number + 1, reference(id))
      await secret(id, 'first')
    }
    await secret('in-entry', 'first')
    await secret('of-nobody', 'first')
    await secret('new', 'first', NOW - 1_000)
    // What another organisation names keeps nothing of this one.
    await secret('of-other', 'second')
    await version('first', 4, reference('of-other'))

    await sweep(null)
    expect(await secrets()).toEqual(['also-of-kept', 'in-entry', 'new', 'of-kept', 'of-old'])
    await sweep(3)
    expect(await secrets()).toEqual(['also-of-kept', 'in-entry', 'new', 'of-kept'])
  })

  it('is no session that is over, and no link of long ago', async () => {
    const moments = { created_at: new Date(0).toISOString(), updated_at: new Date(0).toISOString() }
    for (const [id, at] of [
      ['over', NOW - 1],
      ['open', NOW + DAY_MS],
    ] as const) {
      const row = { id, token: id, person: 'p', expires_at: new Date(at).toISOString(), ...moments }
      await database
        .insertInto('sessions')
        .values(row as never)
        .execute()
      const link = { id, sha256: id, purpose: 'invitation', created_at: 0, expires_at: at - 30 * DAY_MS }
      const nobody = { email: null, name: null, organisation: null, role: null, created_by: null }
      await database
        .insertInto('sign_in_links')
        .values({ ...link, ...nobody })
        .execute()
    }
    await sweep(null)
    const left = async (table: 'sessions' | 'sign_in_links') =>
      (await database.selectFrom(table).select('id').execute()).map(({ id }) => id)
    expect([await left('sessions'), await left('sign_in_links')]).toEqual([['open'], ['open']])
  })
})
