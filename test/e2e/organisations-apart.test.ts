import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { unauthorized } from '#simulator/faults'
import { ask } from './ask.ts'
import { askAdmin } from './ask-admin.ts'
import { inStore } from './in-store.ts'
import { poll } from './poll.ts'
import type { Backstay } from './start-backstay.ts'
import { INVALIDATION_SECRET, KEY, startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { first: { kind: 'openai', base_url: '${SIM0}', api_key: 'key-of-the-first' } },
  models: [{ name: 'chat', deployments: [{ provider: 'first', model: 'of-the-first' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}

const OTHER_KEY = 'bs-of-the-other-organisation-0123'

/** As the console of the other organisation would have stored it. */
async function store(backstay: Backstay, probe: object): Promise<void> {
  const organisation = 'other'
  const key_sha256 = createHash('sha256').update(OTHER_KEY).digest('hex')
  const base_url = backstay.simulators[1]?.baseUrl ?? ''
  const entries = [
    ['provider', 'own', { kind: 'openai', base_url }],
    ['model', 'chat', { deployments: [{ provider: 'own', model: 'of-the-other' }], probe }],
    ['key', 'app', { key_sha256 }],
  ] as const
  await inStore(backstay, async (db) => {
    for (const [kind, name, body] of entries) {
      const row = { id: `${kind}-of-the-other`, organisation, kind, name, body: JSON.stringify(body) }
      const made = { revision: 1, created_at: 1, updated_at: 1, created_by: 'somebody' }
      await db
        .insertInto('config_entries')
        .values({ ...row, ...made })
        .execute()
    }
    const version = { organisation, number: 1, at: 1, by: 'somebody', action: 'model.create', changes: '[]' }
    await db.insertInto('config_versions').values(version).execute()
  })
}

/** A gateway for both. */
async function startBoth(probe = {}): Promise<Backstay> {
  const backstay = await startBackstay(CONFIG, 2)
  await askAdmin(backstay, 'config/versions')
  await store(backstay, probe)
  const noticed = await askAdmin(backstay, '/v1/internal/cache/invalidate', {
    body: { scope: 'organisation', id: 'other' },
    headers: { authorization: `Bearer ${INVALIDATION_SECRET}` },
  })
  expect(noticed.status).toBe(200)
  return backstay
}

describe('two organisations on one gateway', () => {
  it('have models, keys and records of their own, under the same names', async () => {
    await using backstay = await startBoth()
    const ofFirst = await ask(backstay.client, { model: 'chat', stream: false })
    const ofOther = await ask(backstay.clientFor(OTHER_KEY), { model: 'chat', stream: false })
    expect([ofFirst.model, ofOther.model]).toEqual(['of-the-first', 'of-the-other'])
    expect(backstay.simulators[0]?.requests).toHaveLength(1)
    expect(backstay.simulators[1]?.requests).toHaveLength(1)
    const direct = await ask(backstay.clientFor(OTHER_KEY), { model: 'first/of-the-first', stream: false })
    expect(direct.status).toBe(404)

    const records = await backstay.records(2)
    expect(new Set(records.map(({ organisation }) => organisation))).toEqual(new Set(['default', 'other']))
    await askAdmin(backstay, '/api/organisations', { body: { id: 'third', name: 'Third' } })
    const settings = '/api/organisations/third/settings'
    expect((await askAdmin(backstay, settings)).body).toMatchObject({ retention: null })
    const asked = { method: 'PATCH', body: { retention: { usageDays: 1 } } }
    expect(await askAdmin(backstay, settings, asked)).toMatchObject({
      status: 403,
      body: { error: { code: 'role_insufficient', param: 'retention' } },
    })
    const { body } = await askAdmin(backstay, 'health')
    expect((body as { deployments: unknown[] }).deployments).toHaveLength(1)
  })

  it('are probed both, and told of their own events only', async () => {
    await using backstay = await startBoth({ every_ms: 200 })
    await askAdmin(backstay, '/api/organisations', { body: { id: 'other', name: 'Other' } })
    const listed = async (organisation: string, list: string): Promise<string> =>
      JSON.stringify((await askAdmin(backstay, `/api/organisations/${organisation}/${list}`)).body)
    // Nobody sends a request: only a probe can find out.
    backstay.simulators[1]?.script.always(unauthorized())
    await poll(
      async () => (await listed('other', 'events')).includes('credential-benched') || undefined,
      30_000,
    )
    expect(await listed('other', 'usage')).toContain('"probe":true')
    expect(await listed('default', 'events')).not.toContain('credential-benched')
    expect(await listed('default', 'usage')).not.toContain('"probe":true')
  })

  it('look at their own requests only, though both call their key "app"', async () => {
    await using backstay = await startBoth()
    const { headers } = await ask(backstay.client, { model: 'chat', stream: false })
    const id = headers.get('x-request-id') ?? ''
    const statusesOf = async (key: string): Promise<number[]> => {
      const init = { headers: { authorization: `Bearer ${key}` } }
      const seen = await fetch(`${backstay.url}/v1/generation?id=${id}`, init)
      const body = JSON.stringify({ id, score: 1 })
      const rated = await fetch(`${backstay.url}/v1/feedback`, { ...init, method: 'POST', body })
      return [seen.status, rated.status]
    }
    expect(await statusesOf(KEY)).toEqual([200, 200])
    expect(await statusesOf(OTHER_KEY)).toEqual([404, 404])
  })
})
