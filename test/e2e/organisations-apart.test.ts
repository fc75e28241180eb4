import { createHash } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { INVALIDATION_SECRET, startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { first: { kind: 'openai', base_url: '${SIM0}', api_key: 'key-of-the-first' } },
  models: [{ name: 'chat', deployments: [{ provider: 'first', model: 'of-the-first' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}

const OTHER_KEY = 'bs-of-the-other-organisation-0123'

/** As the console of the other organisation would have stored it. */
function store(path: string, baseUrl: string): void {
  const key_sha256 = createHash('sha256').update(OTHER_KEY).digest('hex')
  const entries = [
    ['provider', 'own', { kind: 'openai', base_url: baseUrl }],
    ['model', 'chat', { deployments: [{ provider: 'own', model: 'of-the-other' }] }],
    ['key', 'app', { key_sha256 }],
  ] as const
  const database = new DatabaseSync(path, { timeout: 20_000 })
  database.exec('begin immediate')
  for (const [kind, name, body] of entries) {
    database
      .prepare('insert into config_entries values (?, ?, ?, ?, ?, 1, 1, 1, ?)')
      .run(`${kind}-of-the-other`, 'other', kind, name, JSON.stringify(body), 'somebody')
  }
  database
    .prepare('insert into config_versions values (?, 1, 1, ?, ?, ?)')
    .run('other', 'somebody', 'model.create', '[]')
  database.exec('commit')
  database.close()
}

describe('two organisations on one gateway', () => {
  it('have models, keys and records of their own, under the same names', async () => {
    await using backstay = await startBackstay(CONFIG, 2)
    await askAdmin(backstay, 'config/versions')
    store(backstay.storeUrl.replace('sqlite:', ''), backstay.simulators[1]?.baseUrl ?? '')
    const noticed = await askAdmin(backstay, '/v1/internal/cache/invalidate', {
      body: { scope: 'organisation', id: 'other' },
      headers: { authorization: `Bearer ${INVALIDATION_SECRET}` },
    })
    expect(noticed.status).toBe(200)

    const ofFirst = await ask(backstay.client, { model: 'chat', stream: false })
    const ofOther = await ask(backstay.clientFor(OTHER_KEY), { model: 'chat', stream: false })
    expect([ofFirst.model, ofOther.model]).toEqual(['of-the-first', 'of-the-other'])
    expect(backstay.simulators[0]?.requests).toHaveLength(1)
    expect(backstay.simulators[1]?.requests).toHaveLength(1)
    const direct = await ask(backstay.clientFor(OTHER_KEY), { model: 'first/of-the-first', stream: false })
    expect(direct.status).toBe(404)

    const records = await backstay.records(2)
    expect(new Set(records.map(({ organisation }) => organisation))).toEqual(new Set(['default', 'other']))
    const { body } = await askAdmin(backstay, 'health')
    expect((body as { deployments: unknown[] }).deployments).toHaveLength(1)
  })
})
