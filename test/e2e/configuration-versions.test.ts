import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '#snapshot/read-config'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { inStore } from './in-store.ts'
import type { Backstay } from './start-backstay.ts'
import { INVALIDATION_SECRET, startBackstay } from './start-backstay.ts'

const SECRET = 'sk-version-secret-0123-4242'
const FILE_SECRET = 'sk-literal-in-the-file-4343'

const CONFIG = {
  providers: { first: { kind: 'openai', base_url: '${SIM0}', api_key: FILE_SECRET } },
  models: [{ name: 'chat', deployments: [{ provider: 'first', model: 'one' }] }],
  keys: [{ name: 'app', key: '${KEY}', limits: { budget: { usd: 10, per: 'day' } } }],
}

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
})
afterAll(() => backstay.close())

const send = (method: string, path: string, body?: unknown, headers = {}) =>
  askAdmin(backstay, path, { method, headers, ...(body !== undefined && { body }) })

const statusOf = async (model: string) => (await ask(backstay.client, { model, stream: false })).status

describe('versions of the configuration', () => {
  it('show each change with its difference, and are the way back', async () => {
    await send('POST', 'providers', {
      name: 'spare',
      kind: 'openai',
      baseUrl: backstay.simulators[0]?.baseUrl,
      apiKey: SECRET,
    })
    await send('POST', 'models', { name: 'kept', deployments: [{ provider: 'spare', model: 'm' }] })
    await send('PATCH', 'models/kept', { contextWindow: 5_000 })
    await send('DELETE', 'models/kept')
    await send('POST', 'apikeys', { name: 'another' })

    const { body } = await send('GET', 'config/versions?limit=3')
    expect(body).toMatchObject({
      data: [
        { number: 5, action: 'key.create', current: true, by: 'admin-token' },
        { number: 4, action: 'model.delete', changes: [{ after: null }] },
        {
          number: 3,
          changes: [{ kind: 'model', name: 'kept', after: { context_window: 5_000 } }],
        },
      ],
      nextCursor: '3',
    })
    expect((await send('GET', 'config/versions?cursor=3')).body).toMatchObject({
      data: [{ number: 2 }, { number: 1 }],
    })
    expect(await send('GET', 'config/versions/99')).toMatchObject({ status: 404 })

    expect(await statusOf('kept')).toBe(404)
    expect(await send('POST', 'config/versions/2/rollback')).toMatchObject({
      status: 200,
      body: { number: 6 },
    })
    expect(await statusOf('kept')).toBe(200)
    expect(backstay.simulators[0]?.requests.at(-1)?.apiKey).toBe(SECRET)
    expect((await send('GET', 'models/kept')).body).toMatchObject({ contextWindow: null })
    expect((await send('GET', 'apikeys/another')).status).toBe(404)
    const versions = JSON.stringify((await send('GET', 'config/versions')).body)
    expect(versions).not.toContain(SECRET)
    expect(versions).not.toContain('key_sha256')
  })

  it('are exported as a file that is valid, without a secret in it', async () => {
    await send('POST', 'chains', { name: 'exported', models: [{ model: 'chat' }], triggers: ['5xx'] })
    await send('PATCH', 'settings', { fallback: { default: ['exported'] }, retention: { eventsDays: null } })
    await send('POST', 'apikeys', { name: 'exported' })
    const { status, body, headers } = await send('GET', 'config/export')
    expect([status, headers.get('content-type')]).toEqual([200, 'application/yaml; charset=utf-8'])
    const text = String(body)
    for (const secret of [SECRET, FILE_SECRET, backstay.client.apiKey]) expect(text).not.toContain(secret)
    const variables = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)
    expect(variables).toEqual(
      expect.arrayContaining(['KEY', 'PROVIDERS_FIRST_API_KEY', 'PROVIDER_SPARE_API_KEY']),
    )
    const env = Object.fromEntries(
      variables.map((name, i) => [
        name,
        name.startsWith('SIM') ? 'http://127.0.0.1:1/v1' : `value-of-variable-${i}`,
      ]),
    )
    const read = readConfig(text, { env, readFile: () => '' })
    expect(read).toMatchObject({
      kind: 'valid',
      file: {
        fallback: { default: ['exported'], chains: [{ name: 'exported' }] },
        retention: { usage_days: 90, events_days: null },
        keys: [{ name: 'app' }, { name: 'exported' }],
      },
    })
  })
})

describe('a chain that is not saved yet', () => {
  it('is checked as the file is, by line', async () => {
    const yaml = [
      'name: drafted',
      'models:',
      '  - { model: chat }',
      '  - { model: chatt }',
      'triggers: [sometimes]',
    ].join('\n')
    expect((await send('POST', 'chains/validate', { yaml })).body).toMatchObject({
      valid: false,
      problems: [
        { path: 'models[1].model', line: 4, column: 14, suggestion: 'chat' },
        { path: 'triggers[0]', line: 5 },
      ],
    })
    const fine =
      'fallback:\n  chains:\n    - name: drafted\n      models: [{ model: chat }]\n      triggers: [{ type: latency, threshold_ms: 5 }]\n'
    const checked = await send('POST', 'chains/validate', { yaml: fine })
    expect(checked.body).toMatchObject({
      valid: true,
      problems: [],
      chain: {
        name: 'drafted',
        models: [{ model: 'chat' }],
        triggers: [{ type: 'latency', thresholdMs: 5 }],
      },
    })
    const { chain } = checked.body as { chain: object }
    const back = await send('POST', 'chains/validate', { chain })
    expect(back.body).toMatchObject({
      valid: true,
      yaml: expect.stringContaining('threshold_ms: 5') as string,
    })
    expect((await send('POST', 'chains/validate', { yaml: 'a: [' })).body).toMatchObject({
      valid: false,
      chain: null,
    })
    expect(await send('POST', 'chains/validate', {})).toMatchObject({ status: 400 })
  })
})

describe('beside them', () => {
  it('the catalog is searched', async () => {
    const { body } = await send('GET', 'catalog?search=gpt-4o&provider=openai&limit=5')
    expect(body).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({
          model: 'gpt-4o',
          kind: 'openai',
          type: 'chat',
          contextWindow: 128_000,
          price: { input: 2.5, output: 10, cachedInput: 1.25 },
        }),
      ]) as unknown,
      providers: expect.arrayContaining([
        expect.objectContaining({ kind: 'anthropic', mark: 'A' }),
      ]) as unknown,
    })
  })

  it('budgets are listed with what was spent', async () => {
    expect((await send('GET', 'budgets')).body).toMatchObject({
      data: [
        { owner: { kind: 'key', name: 'app' }, usd: 10, per: 'day', spentUsd: expect.any(Number) as number },
      ],
      unpriced: expect.arrayContaining(['chat']) as unknown,
    })
  })

  it('other programs say that they have written to the store, and it is in force with the answer', async () => {
    const path = '/v1/internal/cache/invalidate'
    const notice = { scope: 'organisation', id: 'default' }
    const at = Date.now()
    const organisation = 'default'
    const body = JSON.stringify({ deployments: [{ provider: 'first', model: 'w' }] })
    const by = 'another program'
    await inStore(backstay, async (db) => {
      const entry = {
        id: 'by-another',
        organisation,
        kind: 'model',
        name: 'from-elsewhere',
        body,
        revision: 1,
      }
      await db
        .insertInto('config_entries')
        .values({ ...entry, created_at: at, updated_at: at, created_by: by })
        .execute()
      const { newest } = await db
        .selectFrom('config_versions')
        .where('organisation', '=', organisation)
        .select(({ fn }) => fn.max('number').as('newest'))
        .executeTakeFirstOrThrow()
      const version = {
        organisation,
        number: newest + 1,
        at,
        by,
        action: 'model.create',
        changes: '[]',
      }
      await db.insertInto('config_versions').values(version).execute()
    })
    const authorization = `Bearer ${INVALIDATION_SECRET}`
    expect(await send('POST', path, notice, { authorization: 'Bearer wrong' })).toMatchObject({ status: 401 })
    expect(await send('POST', path, { scope: 'all' }, { authorization })).toMatchObject({ status: 400 })
    expect(await send('POST', path, notice, { authorization })).toMatchObject({ status: 200 })
    expect(await statusOf('from-elsewhere')).toBe(200)
  })

  it('versions that are not kept any more are no way back, and change nothing', async () => {
    const listed = async () => (await send('GET', 'config/versions?limit=1')).body
    const before = (await listed()) as { data: { number: number }[] }
    const newest = before.data[0]?.number ?? 0
    await inStore(backstay, (db) =>
      db
        .deleteFrom('config_versions')
        .where('number', '<=', newest - 2)
        .execute(),
    )
    expect(await send('POST', `config/versions/${newest - 3}/rollback`)).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining('not kept any more') as string, param: 'number' } },
    })
    expect(await listed()).toEqual(before)
    expect(await send('POST', `config/versions/${newest - 2}/rollback`)).toMatchObject({ status: 200 })
  })
})
