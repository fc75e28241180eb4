import { createdServiceTokenSchema, invitedSchema, memberPageSchema } from '@backstay/contract/admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AdminReply } from './ask-admin.ts'
import { askAdmin } from './ask-admin.ts'
import { Browser } from './browser.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { only: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'only', model: 'one' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}
const MEMBERS = '/api/organisations/default/members'
const TOKENS = '/api/organisations/default/service-tokens'
const PASSWORD = 'correct horse battery'

let backstay: Backstay
beforeAll(async () => {
  backstay = await startBackstay(CONFIG, 1)
})
afterAll(() => backstay.close())

const invite = async (email: string, role: string, by?: Browser): Promise<AdminReply> =>
  by === undefined
    ? askAdmin(backstay, 'members', { body: { email, role } })
    : by.ask(MEMBERS, { body: { email, role } })

/** Somebody who took an invitation up and has a password. */
async function memberWith(role: string, email: string): Promise<Browser> {
  const { link } = invitedSchema.parse((await invite(email, role)).body)
  const browser = new Browser(backstay)
  expect((await browser.open(link)).status).toBe(200)
  const named = { newPassword: PASSWORD, name: email.split('@')[0] }
  expect((await browser.ask('/api/session/password', { body: named })).status).toBe(200)
  return browser
}

const members = async (): Promise<Map<string, string>> => {
  const { data } = memberPageSchema.parse((await askAdmin(backstay, 'members')).body)
  return new Map(data.map(({ email, id }) => [email, id]))
}
const asked = (status: number, code?: string, param?: string): object => ({
  status,
  ...(code !== undefined && { body: { error: { code, ...(param !== undefined && { param }) } } }),
})

describe('an invitation', () => {
  it('makes a member with its role, once', async () => {
    const first = await invite('eve@example.com', 'editor')
    expect(first).toMatchObject({ status: 200, body: { state: 'invited', role: 'editor', person: null } })
    const { link, id } = invitedSchema.parse(first.body)
    expect((await members()).get('eve@example.com')).toBe(id)

    const browser = new Browser(backstay)
    expect(await browser.open(link)).toMatchObject({
      status: 200,
      body: {
        email: 'eve@example.com',
        organisations: [{ id: 'default', role: 'editor' }],
        passwordSet: false,
      },
    })
    expect(await browser.open(link)).toMatchObject(asked(401, 'link_not_valid'))
    expect(await invite('eve@example.com', 'viewer')).toMatchObject(asked(409, 'already_exists', 'email'))
    expect((await members()).get('eve@example.com')).not.toBe(id)
  })

  it('that was taken back, or made anew, does not work any more', async () => {
    const older = invitedSchema.parse((await invite('x@example.com', 'viewer')).body)
    const newer = invitedSchema.parse((await invite('x@example.com', 'viewer')).body)
    expect((await new Browser(backstay).open(older.link)).status).toBe(401)
    expect((await askAdmin(backstay, `members/${newer.id}`, { method: 'DELETE' })).status).toBe(200)
    expect((await new Browser(backstay).open(newer.link)).status).toBe(401)
  })

  it('to another organisation signs nobody in who has a password: that could be anybody', async () => {
    const ada = await memberWith('viewer', 'ada@example.com')
    await askAdmin(backstay, '/api/organisations', { body: { id: 'second', name: 'Second' } })
    const { body } = await askAdmin(backstay, '/api/organisations/second/members', {
      body: { email: 'ada@example.com', role: 'admin' },
    })
    const { link } = invitedSchema.parse(body)

    const stranger = new Browser(backstay)
    expect(await stranger.open(link)).toMatchObject(asked(409, 'sign_in_first'))
    expect((await stranger.ask('/api/session')).status).toBe(401)
    expect(await ada.open(link)).toMatchObject({ status: 200, body: { byLink: false } })
    expect((await ada.ask('/api/organisations')).body).toMatchObject({
      data: [
        { id: 'default', role: 'viewer' },
        { id: 'second', role: 'admin' },
      ],
    })
    expect((await ada.ask('/api/organisations/second/members')).status).toBe(200)
    expect((await ada.ask(MEMBERS, { body: { email: 'y@example.com', role: 'viewer' } })).status).toBe(403)
  })
})

describe('members', () => {
  it('are managed by admins, but owners by owners only', async () => {
    const admin = await memberWith('admin', 'admin@example.com')
    const owner = await memberWith('owner', 'owner@example.com')
    const editor = await memberWith('editor', 'editor@example.com')
    const ids = await members()
    const path = (email: string): string => `${MEMBERS}/${ids.get(email) ?? ''}`
    const give = (by: Browser, email: string, role: string) =>
      by.ask(path(email), { method: 'PATCH', body: { role } })

    expect(await give(editor, 'editor@example.com', 'owner')).toMatchObject(asked(403, 'role_insufficient'))
    expect(await give(admin, 'editor@example.com', 'owner')).toMatchObject(asked(403, 'role_insufficient'))
    expect(await give(admin, 'owner@example.com', 'viewer')).toMatchObject(asked(403, 'role_insufficient'))
    expect(await admin.ask(path('owner@example.com'), { method: 'DELETE' })).toMatchObject(asked(403))
    expect(await invite('z@example.com', 'owner', admin)).toMatchObject(
      asked(403, 'role_insufficient', 'role'),
    )
    expect(await give(admin, 'editor@example.com', 'viewer')).toMatchObject({
      status: 200,
      body: { role: 'viewer' },
    })
    expect((await editor.ask('/api/session')).body).toMatchObject({ organisations: [{ role: 'viewer' }] })

    // The last owner stays: nobody could make another one.
    expect(await give(owner, 'owner@example.com', 'admin')).toMatchObject(asked(409, 'last_owner'))
    expect(await owner.ask(path('owner@example.com'), { method: 'DELETE' })).toMatchObject(
      asked(409, 'last_owner'),
    )
    expect((await give(owner, 'admin@example.com', 'owner')).status).toBe(200)
    expect((await give(owner, 'owner@example.com', 'admin')).status).toBe(200)

    expect((await askAdmin(backstay, path('editor@example.com'), { method: 'DELETE' })).status).toBe(200)
    expect((await editor.ask('/api/organisations/default/health')).status).toBe(404)
    expect((await editor.ask('/api/session')).body).toMatchObject({ organisation: null, organisations: [] })
    const { body } = await askAdmin(backstay, 'audit-logs?action=member.')
    expect(body).toMatchObject({
      data: expect.arrayContaining([
        expect.objectContaining({ action: 'member.remove', after: null }),
        expect.objectContaining({
          action: 'member.role',
          before: expect.objectContaining({ role: 'owner' }) as object,
        }),
      ]) as object,
    })
    expect(JSON.stringify(body)).not.toContain('#link=')
  })

  it('are listed page by page', async () => {
    const all = [...(await members()).values()]
    const seen: string[] = []
    let cursor = ''
    do {
      const { body } = await askAdmin(backstay, `members?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      const page = memberPageSchema.parse(body)
      seen.push(...page.data.map(({ id }) => id))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
    expect(seen).toEqual(all)
  })
})

describe('a service token', () => {
  const created = async (body: object, by?: Browser): Promise<AdminReply> =>
    by === undefined ? askAdmin(backstay, 'service-tokens', { body }) : by.ask(TOKENS, { body })
  const asks = (token: string, path: string, question: object = {}) =>
    askAdmin(backstay, path, { ...question, headers: { authorization: `Bearer ${token}` } })

  it('does what its role may, in its organisation, until it is revoked, and is shown once', async () => {
    const made = await created({ name: 'deploy', role: 'viewer' })
    const { token, id } = createdServiceTokenSchema.parse(made.body)
    expect((await asks(token, 'health')).status).toBe(200)
    expect((await asks(token, '/api/session')).body).toMatchObject({
      kind: 'service-token',
      name: 'deploy',
      organisations: [{ id: 'default', role: 'viewer' }],
    })
    const drain = { body: { state: 'drain' } }
    expect(await asks(token, 'deployments/chat%2Fonly/state', drain)).toMatchObject(asked(403))
    expect((await asks(token, '/api/organisations/second/health')).status).toBe(404)
    const listed = await askAdmin(backstay, 'service-tokens')
    expect(listed.body).toMatchObject({
      data: [{ id, state: 'active', lastUsedAt: expect.any(Number) as number }],
    })
    expect(JSON.stringify([listed.body, (await askAdmin(backstay, 'audit-logs')).body])).not.toContain(token)

    expect((await askAdmin(backstay, `service-tokens/${id}`, { method: 'DELETE' })).body).toMatchObject({
      state: 'revoked',
    })
    expect(await asks(token, 'health')).toMatchObject(asked(401, 'not_signed_in'))
  })

  it('is never more than whoever makes it, and not made for the past', async () => {
    const admin = await memberWith('admin', 'maker@example.com')
    expect(await created({ name: 'x', role: 'owner' }, admin)).toMatchObject(
      asked(403, 'role_insufficient', 'role'),
    )
    expect(await created({ name: 'x', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' })).toMatchObject(
      asked(400, 'invalid_body', 'expiresAt'),
    )
    const owners = createdServiceTokenSchema.parse((await created({ name: 'o', role: 'owner' })).body)
    expect(await admin.ask(`${TOKENS}/${owners.id}`, { method: 'DELETE' })).toMatchObject(asked(403))
    expect((await asks(owners.token, 'service-tokens', { body: { name: 'y', role: 'admin' } })).status).toBe(
      200,
    )
  })
})

describe('organisations', () => {
  it('are made by owners of the first one', async () => {
    const viewer = await memberWith('viewer', 'small@example.com')
    const make = { body: { id: 'third', name: 'Third' } }
    expect(await viewer.ask('/api/organisations', make)).toMatchObject(asked(403))
    const owner = await memberWith('owner', 'big@example.com')
    expect(await owner.ask('/api/organisations', make)).toMatchObject({ status: 200, body: { id: 'third' } })
    expect(await owner.ask('/api/organisations', make)).toMatchObject(asked(409, 'already_exists', 'id'))
    expect((await owner.ask('/api/organisations')).body).toMatchObject({
      data: [
        { id: 'default', role: 'owner' },
        { id: 'third', role: 'owner' },
      ],
    })
    expect((await viewer.ask('/api/organisations/third/members')).status).toBe(404)
  })

  it('are given another name by their owners, which changes nothing else', async () => {
    const path = '/api/organisations/fourth'
    const owner = await memberWith('owner', 'namer@example.com')
    expect((await owner.ask('/api/organisations', { body: { id: 'fourth', name: 'Forth' } })).status).toBe(
      200,
    )
    const read = await owner.ask(path)
    expect(read.body).toMatchObject({ id: 'fourth', name: 'Forth', role: 'owner' })
    const rename = (body: object, etag: string | null) =>
      owner.ask(path, { method: 'PATCH', body, headers: { 'if-match': etag ?? '' } })
    const etag = read.headers.get('etag')
    expect(await rename({ name: ' ' }, etag)).toMatchObject(asked(400, 'invalid_body', 'name'))
    const renamed = await rename({ name: 'Vierte – 4' }, etag)
    expect(renamed).toMatchObject({ status: 200, body: { id: 'fourth', name: 'Vierte – 4' } })
    expect(await rename({ name: 'Fourth' }, etag)).toMatchObject(asked(412, 'revision_mismatch', 'if-match'))
    expect(JSON.stringify((await owner.ask('/api/session')).body)).toContain('"name":"Vierte – 4"')
    expect((await owner.ask(`${path}/audit-logs`)).body).toMatchObject({
      data: [{ action: 'organisation.rename', before: { name: 'Forth' }, after: { name: 'Vierte – 4' } }],
    })
    const admin = await memberWith('admin', 'not-namer@example.com')
    const first = { method: 'PATCH', body: { name: 'Mine' } }
    expect(await admin.ask('/api/organisations/default', first)).toMatchObject(asked(403))
  })
})
