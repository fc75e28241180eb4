import { budgetListSchema, budgetResourceSchema } from '@backstay/contract/admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { AdminQuestion } from './ask-admin.ts'
import { askAdmin } from './ask-admin.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { first: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [
    { name: 'chat', price: { input: 1, output: 1 }, deployments: [{ provider: 'first', model: 'one' }] },
  ],
  keys: [{ name: 'declared', key: '${KEY}', limits: { budget: { usd: 3 } } }],
}

let backstay: Backstay
let secret: string
let id: string
let editor: string
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
  const made = (await askAdmin(backstay, 'apikeys', { body: { name: 'app' } })).body
  ;({ id, key: secret } = made as { id: string; key: string })
  const token = await askAdmin(backstay, 'service-tokens', { body: { name: 'e', role: 'editor' } })
  editor = (token.body as { token: string }).token
})
afterAll(() => backstay.close())

const set = (path: string, body: unknown, more: AdminQuestion = {}) =>
  askAdmin(backstay, `budgets/${path}`, { method: 'PUT', body, ...more })
const remove = (path: string) => askAdmin(backstay, `budgets/${path}`, { method: 'DELETE' })
const listed = async () => budgetListSchema.parse((await askAdmin(backstay, 'budgets')).body).data
const statusOf = async () => (await ask(backstay.clientFor(secret), { model: 'chat', stream: false })).status
const asEditor = () => ({ headers: { authorization: `Bearer ${editor}` } })

describe('budgets over the admin API', () => {
  it('are set for a key, hold at once, and are taken away', async () => {
    expect(await statusOf()).toBe(200)
    const reply = await set('apikeys/app', { usd: 0, per: 'day' })
    expect(reply.status).toBe(200)
    const budget = budgetResourceSchema.parse(reply.body)
    expect(budget).toMatchObject({ id, source: 'store', usd: 0, per: 'day', atLimit: 'block', revision: 2 })
    expect(reply.headers.get('etag')).toBe('"2"')
    expect((await listed()).map(({ owner, source }) => [owner.name, source])).toEqual([
      ['declared', 'file'],
      ['app', 'store'],
    ])
    expect(await statusOf()).toBe(402)

    expect(await remove('apikeys/app')).toMatchObject({ status: 200, body: { id, removed: true } })
    expect(await statusOf()).toBe(200)
    expect(await listed()).toHaveLength(1)
    const { body } = await askAdmin(backstay, 'audit-logs?action=budget.')
    expect((body as { data: unknown[] }).data).toMatchObject([
      {
        action: 'budget.remove',
        target: { kind: 'key', name: 'app' },
        before: { limits: { budget: { usd: 0, per: 'day', atLimit: 'block' } } },
      },
      { action: 'budget.set', after: { limits: { budget: { usd: 0 } } } },
    ])
  })

  it('leave the other limits of the key as they are', async () => {
    await askAdmin(backstay, 'apikeys/app', { method: 'PATCH', body: { limits: { concurrency: 7 } } })
    await set(`apikeys/${id}`, { usd: 5, at_limit: 'switch' })
    const limits = async () => ((await askAdmin(backstay, 'apikeys/app')).body as { limits: object }).limits
    expect(await limits()).toMatchObject({ concurrency: 7, budget: { usd: 5, atLimit: 'switch' } })
    await remove('apikeys/app')
    expect(await limits()).toMatchObject({ concurrency: 7 })
    expect(await limits()).not.toHaveProperty('budget')
  })

  it('are set for the organisation, by its revision', async () => {
    const reply = await set('organisation', { usd: 1_000 })
    expect(reply).toMatchObject({
      status: 200,
      body: { id: 'organisation', owner: { kind: 'organisation' }, usd: 1_000, per: 'month' },
    })
    const late = await set('organisation', { usd: 5 }, { headers: { 'if-match': '"77"' } })
    expect(late).toMatchObject({ status: 412 })
    const inTime = { headers: { 'if-match': reply.headers.get('etag') ?? '' } }
    expect(await set('organisation', { usd: 6 }, inTime)).toMatchObject({ status: 200, body: { usd: 6 } })
    expect((await askAdmin(backstay, 'settings')).body).toMatchObject({
      organisation: { budget: { usd: 6 } },
    })
    expect(await remove('organisation')).toMatchObject({ status: 200 })
    expect((await listed()).map(({ id: listedId }) => listedId)).not.toContain('organisation')
  })

  it.each([
    ['apikeys/declared', { usd: 1 }, 409, 'declared_in_file'],
    ['apikeys/nobody', { usd: 1 }, 404, 'resource_not_found'],
    ['apikeys/app', { usd: -1 }, 400, 'invalid_body'],
    ['apikeys/app', { usd: 1, per: 'year' }, 400, 'invalid_body'],
    ['organisation', {}, 400, 'invalid_body'],
    ['organisation', { usd: 1, colour: 'red' }, 400, 'invalid_body'],
  ] as const)('%s is not set to %j', async (path, body, status, code) => {
    expect(await set(path, body)).toMatchObject({ status, body: { error: { code } } })
  })

  it('of keys are not for editors to change, though the rest of a key is', async () => {
    await set('apikeys/app', { usd: 5 })
    expect(await set('apikeys/app', { usd: 6 }, asEditor())).toMatchObject({ status: 403 })
    const patched = (limits: object) =>
      askAdmin(backstay, 'apikeys/app', { method: 'PATCH', body: { limits }, ...asEditor() })
    expect(await patched({ concurrency: 8 })).toMatchObject({
      status: 403,
      body: { error: { code: 'role_insufficient', param: 'limits.budget' } },
    })
    expect(await patched({ budget: { usd: 6, per: 'month' } })).toMatchObject({ status: 403 })
    expect(await patched({ concurrency: 8, budget: { usd: 5 } })).toMatchObject({ status: 200 })
  })
})
