import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import type { ControlDatabase } from './control-database.ts'
import { controlDatabase } from './control-database.ts'
import { putKeyFirst } from './master-key.ts'
import { resealSecrets } from './reseal-secrets.ts'
import { SecretBox } from './secret-box.ts'

const [OLD, NEW, LOST] = ['old', 'new', 'lost'].map((name) => `${name}-master-key-of-the-tests-0123456789`)
const box = (...keys: (string | undefined)[]): SecretBox => new SecretBox(keys.map((key) => key ?? ''))

describe.each(await testStores())('another master key on $name', ({ make }) => {
  let store: TestStore
  let database: ControlDatabase
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    store = await make()
    database = controlDatabase(store.url)
    const old = box(OLD)
    const organisation = 'default'
    const secret = { id: 'c1', organisation, ...old.seal('c1', 'of a provider'), created_at: 0 }
    await database.insertInto('config_secrets').values(secret).execute()
    const hook = {
      organisation,
      name: 'ops',
      url: 'http://hook',
      alerts: '[]',
      fallback_share: 0.1,
      enabled: 1,
      revision: 1,
    }
    await database
      .insertInto('webhooks')
      .values({ ...hook, id: 'w1', ...old.seal('w1', 'of a webhook'), sent_at: null, sent_detail: null })
      .execute()
    const value = { id: 'session-secret', value: 'in clear', sealed_under: null }
    await database.insertInto('instance_values').values(value).execute()
    return undefined
  })
  afterEach(async () => {
    await database.destroy()
    await store.remove()
  })

  const opened = async (by: SecretBox): Promise<string[]> => {
    const rows = await Promise.all(
      (['config_secrets', 'webhooks'] as const).map((table) =>
        database.selectFrom(table).select(['id', 'sealed', 'sealed_under']).execute(),
      ),
    )
    const [value] = await database.selectFrom('instance_values').selectAll().execute()
    const own = { id: 'session-secret', sealed: value?.value ?? '', sealed_under: value?.sealed_under ?? '' }
    return [...rows.flat(), own].map((row) => by.open(row.id, row))
  }

  it('seals every secret anew, wherever it stands, and nothing twice', async () => {
    expect(await resealSecrets(database, box(NEW, OLD))).toEqual({ secrets: 3, resealed: 3 })
    expect(await opened(box(NEW))).toEqual(['of a provider', 'of a webhook', 'in clear'])
    expect(await resealSecrets(database, box(NEW, OLD))).toEqual({ secrets: 3, resealed: 0 })
  })

  it('changes nothing where one of the secrets cannot be opened', async () => {
    await database.updateTable('webhooks').set(box(LOST).seal('w1', 'of a webhook')).execute()
    await expect(resealSecrets(database, box(NEW, OLD))).rejects.toThrow('under another master key')
    const [secret] = await database.selectFrom('config_secrets').selectAll().execute()
    expect(
      box(OLD).open('c1', { sealed: secret?.sealed ?? '', sealed_under: secret?.sealed_under ?? '' }),
    ).toBe('of a provider')
  })
})

describe('the file with the own master key', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'key-'))
    file = join(folder, 'backstay.db.key')
    writeFileSync(file, `${OLD}\n${LOST}\n`, { mode: 0o600 })
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const lines = (): string[] => readFileSync(file, 'utf8').trim().split('\n')

  it('has all keys while secrets are sealed anew, and the new one with the one before afterwards', async () => {
    const [made, ...before] = await putKeyFirst(file, async (keys) => {
      expect(lines()).toEqual(keys)
      return keys
    })
    expect(before).toEqual([OLD, LOST])
    expect(lines()).toEqual([made, OLD])
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('keeps every key where sealing failed', async () => {
    await expect(putKeyFirst(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(lines().slice(1)).toEqual([OLD, LOST])
    await putKeyFirst(file, async () => undefined)
  })

  it('is changed by one at a time', async () => {
    await putKeyFirst(file, async () => {
      await expect(putKeyFirst(file, async () => undefined)).rejects.toThrow(`${file}.lock is there`)
    })
    expect(lines()).toHaveLength(2)
  })
})
