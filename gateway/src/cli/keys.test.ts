import { writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import { MIGRATIONS } from '#store/migrations/index'
import type { TestStore } from '#test-services/test-stores'
import { testStores } from '#test-services/test-stores'
import { runKeysCreate } from './keys-create.ts'
import { runKeysList } from './keys-list.ts'
import { runKeysRevoke } from './keys-revoke.ts'
import { runKeysRotate } from './keys-rotate.ts'
import { runMembersLink } from './members-link.ts'
import { runMigrate } from './migrate.ts'
import { runCaptured } from './run-captured.ts'
import { runSecretsRotate } from './secrets-rotate.ts'

type Command = Parameters<typeof runCaptured>[0]

const SECRET = /bs-[\w-]{40}/

const run = (command: Command, ...args: readonly string[]): ReturnType<typeof runCaptured> =>
  runCaptured(command, args)

/** Command, arguments, exit code, and what is said on stderr. */
const REFUSED = [
  [runKeysCreate, ['app'], 1, '"app" is there already'],
  [runKeysCreate, ['declared'], 1, '"declared" is there already'],
  [runKeysCreate, ['new', '--models', 'no-such-model'], 1, 'no-such-model'],
  [runKeysCreate, ['new', '--organisation', 'nobody'], 2, 'no organisation "nobody"; known are default'],
  [runKeysCreate, ['new', '--allow', 'here'], 2, '--allow'],
  [runKeysCreate, ['new', '--budget', 'much'], 2, '--budget takes an amount'],
  [runKeysCreate, ['new', '--budget', '5', '--per', 'year'], 2, '--per'],
  [runKeysCreate, ['new', '--per', 'day'], 2, 'give it as well'],
  [runKeysCreate, ['new', '--concurrency', '0'], 2, '--concurrency takes a whole number'],
  [runKeysCreate, ['new', '--expires', 'soon'], 2, '--expires takes a time in ISO 8601'],
  [runKeysCreate, [], 2, 'NAME is missing'],
  [runKeysCreate, ['new', '--colour', 'red'], 2, '--colour'],
  [runKeysRevoke, ['nobody'], 1, 'There is no API key "nobody"'],
  [runKeysRevoke, ['declared'], 1, 'declared in the configuration file'],
  [runKeysRevoke, ['app', 'other'], 2, 'one argument too many'],
  [runKeysRotate, ['app', '--grace', '-1'], 2, '--grace'],
  [runKeysRotate, ['app', '--grace', '99999999999'], 2, 'from 0 to 31536000'],
] as const

describe.each(await testStores())('keys on the command line, on $name', ({ make }) => {
  let store: TestStore
  let database: ControlDatabase
  let folder: string
  let config: string
  beforeEach(async (context) => {
    if (make === null) return context.skip()
    vi.stubEnv('BACKSTAY_MASTER_KEY', 'master-key-of-the-tests-0123456789')
    store = await make()
    folder = await mkdtemp(join(tmpdir(), 'keys-'))
    config = join(folder, 'backstay.yaml')
    writeFileSync(
      config,
      JSON.stringify({
        store: store.url,
        providers: { main: { kind: 'openai', api_key: 'x' } },
        models: [{ name: 'chat', deployments: [{ provider: 'main', model: 'one' }] }],
        keys: [{ name: 'declared', key: 'bs-declared-in-the-file' }],
      }),
    )
    await run(runMigrate, '--store', store.url)
    database = controlDatabase(store.url)
    return undefined
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await database.destroy()
    await store.remove()
    await rm(folder, { recursive: true, force: true })
  })
  const at = (): string[] => ['--config', config]
  const bodies = async (): Promise<Record<string, unknown>[]> =>
    (await database.selectFrom('config_entries').select('body').execute()).map(
      ({ body }) => JSON.parse(body) as Record<string, unknown>,
    )
  const sha256 = (secret: string): string => createHash('sha256').update(secret).digest('hex')

  it('are made with everything that limits them, the secret shown once and stored as a hash', async () => {
    const grants = ['--models', 'chat, main/*', '--expires', '2031-01-01', '--allow', '10.0.0.0/8']
    const budget = ['--budget', '5', '--per', 'day', '--at-limit', 'switch']
    const limits = ['--requests-per-minute', '60', ...budget]
    const { code, out, err } = await run(runKeysCreate, 'app', ...grants, ...limits, ...at())
    expect([code, err]).toEqual([0, ''])
    const secret = SECRET.exec(out)?.[0] ?? ''
    expect(await bodies()).toMatchObject([
      {
        key_sha256: sha256(secret),
        models: ['chat', 'main/*'],
        expires_at: '2031-01-01T00:00:00.000Z',
        ip: { allow: ['10.0.0.0/8'] },
        limits: { requests_per_minute: 60, budget: { usd: 5, per: 'day', at_limit: 'switch' } },
      },
    ])
    expect(JSON.stringify(await bodies())).not.toContain(secret)
    const [entry] = await database.selectFrom('audit_logs').selectAll().execute()
    expect(entry).toMatchObject({
      actor_kind: 'system',
      actor_id: 'command-line',
      action: 'key.create',
      target_name: 'app',
      before: null,
    })
    expect(entry?.after).not.toContain(secret)
    expect((await database.selectFrom('config_versions').selectAll().execute())[0]?.number).toBe(1)
  })

  it('are listed with those of the file, without secrets', async () => {
    const { out: made } = await run(runKeysCreate, 'app', '--json', ...at())
    const { key } = JSON.parse(made) as { key: string }
    const table = await run(runKeysList, ...at())
    expect(table.out.split('\n').map((line) => line.split(/ {2,}/).slice(0, 2))).toEqual([
      ['NAME', 'STATE'],
      ['app', 'active'],
      ['declared', 'active'],
      [''],
    ])
    const json = await run(runKeysList, '--json', ...at())
    expect(JSON.parse(json.out)).toMatchObject([
      { name: 'app', source: 'store', state: 'active' },
      { name: 'declared', source: 'file' },
    ])
    expect(table.out + json.out).not.toContain(key)
    expect(table.out + json.out).not.toContain('bs-declared-in-the-file')
  })

  it('are given another secret, with grace for the old one; how long they hold stays', async () => {
    const made = await run(runKeysCreate, 'app', '--expires', '2031-01-01', '--json', ...at())
    const { key: old } = JSON.parse(made.out) as { key: string }
    const { code, out } = await run(runKeysRotate, 'app', '--grace', '3600', ...at())
    expect(code).toBe(0)
    const secret = SECRET.exec(out)?.[0] ?? ''
    expect(await bodies()).toMatchObject([
      {
        key_sha256: sha256(secret),
        expires_at: '2031-01-01T00:00:00.000Z',
        previous: [{ key_sha256: sha256(old) }],
      },
    ])
  })

  it('are revoked for good', async () => {
    await run(runKeysCreate, 'app', ...at())
    expect(await run(runKeysRevoke, 'app', ...at())).toMatchObject({
      code: 0,
      out: 'The API key "app" is revoked.\n',
    })
    const again = await run(runKeysRevoke, 'app', ...at())
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('was revoked on')])
    expect((await run(runKeysRotate, 'app', ...at())).code).toBe(1)
    expect(JSON.parse((await run(runKeysList, '--json', ...at())).out)).toMatchObject([
      { name: 'app', state: 'revoked' },
      {},
    ])
  })

  it('are refused with what is wrong, and nothing is changed', async () => {
    await run(runKeysCreate, 'app', ...at())
    for (const [command, args, expected, why] of REFUSED) {
      const { code, out, err } = await run(command, ...args, ...at())
      expect([args, code, out, err]).toEqual([args, expected, '', expect.stringContaining(why)])
    }
    expect(await bodies()).toHaveLength(1)
  })

  it('are not touched in a store with an older schema, which a gateway may be working with', async () => {
    const names = Object.keys(MIGRATIONS)
    await database
      .deleteFrom('backstay_migration' as never)
      .where('name' as never, '=', names.at(-1) as never)
      .execute()
    for (const command of [runKeysList, runSecretsRotate]) {
      const { code, err } = await run(command, ...at())
      expect([code, err]).toEqual([1, expect.stringContaining('run "backstay migrate" first')])
    }
  })

  it('are not touched where the store goes with a file that is not named', async () => {
    const policy = { chat: { candidates: [{ modelName: 'chat', priority: 1 }] } }
    const now = { revision: 1, created_at: 1, updated_at: 1, created_by: 'x' }
    const row = { id: 'r', organisation: 'default', kind: 'key', name: 'app', ...now }
    const body = JSON.stringify({ key_sha256: sha256('x'), routing: policy })
    await database
      .insertInto('config_entries')
      .values({ ...row, body })
      .execute()
    const version = {
      organisation: 'default',
      number: 1,
      at: 1,
      by: 'x',
      action: 'key.create',
      changes: '[]',
    }
    await database.insertInto('config_versions').values(version).execute()
    const { code, err } = await run(runKeysRevoke, 'app', '--store', store.url)
    expect([code, err]).toEqual([1, expect.stringContaining('--config FILE')])
    expect((await run(runKeysRevoke, 'app', ...at())).code).toBe(0)
  })
})

describe('commands that work on a store', () => {
  it.each<[string, Command, readonly string[]]>([
    ['keys list', runKeysList, []],
    ['secrets rotate', runSecretsRotate, []],
    ['members link', runMembersLink, ['--email', 'ada@example.com']],
  ])('make none in the wrong folder: %s', async (_, command, args) => {
    const folder = await mkdtemp(join(tmpdir(), 'keys-'))
    const path = join(folder, 'backstay.db')
    const { code, err } = await run(command, ...args, '--store', `sqlite:${path}`)
    expect([code, err]).toEqual([1, expect.stringContaining(`There is no store at ${path}`)])
    expect(await readdir(folder)).toEqual([])
    await rm(folder, { recursive: true })
  })
})
