import { sessionSchema } from '@backstay/contract/admin'
import { describe, expect, it } from 'vitest'
import { runMembersLink } from '#cli/members-link'
import { runCaptured } from '#cli/run-captured'
import { askAdmin } from './ask-admin.ts'
import { Browser } from './browser.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const CONFIG = {
  providers: { only: { kind: 'openai', base_url: '${SIM0}', api_key: 'key' } },
  models: [{ name: 'chat', deployments: [{ provider: 'only', model: 'one' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}
const PASSWORD = 'correct horse battery'
const EMAIL = 'ada@example.com'

/** The first owner, in a browser, with a password. */
async function firstOwner(backstay: Backstay): Promise<Browser> {
  const browser = new Browser(backstay)
  await browser.open((await backstay.firstSignIn()) ?? '')
  const body = { newPassword: PASSWORD, email: EMAIL, name: 'Ada' }
  expect((await browser.ask('/api/session/password', { body })).status).toBe(200)
  return browser
}

async function linkOf(backstay: Backstay, email: string): Promise<{ code: number; said: string }> {
  const args = ['--email', email, '--store', backstay.storeUrl, '--url', backstay.adminUrl]
  const { code, out, err } = await runCaptured(runMembersLink, args)
  return { code, said: `${out}${err}`.trim() }
}

describe('the first owner', () => {
  it('signs in by a link that works once, says who it is, and comes back with a password', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    const link = (await backstay.firstSignIn()) ?? ''
    expect(link).toMatch(new RegExp(`^${backstay.adminUrl}/console/sign-in#link=[\\w-]{43}$`))

    const browser = new Browser(backstay)
    const opened = await browser.open(link)
    expect(opened.status).toBe(200)
    expect(sessionSchema.parse(opened.body)).toMatchObject({
      kind: 'person',
      email: null,
      organisation: 'default',
      organisations: [{ id: 'default', role: 'owner' }],
      passwordSet: false,
      byLink: true,
    })
    expect(browser.set[0]).toMatch(/; HttpOnly; SameSite=Lax$/)
    expect((await new Browser(backstay).open(link)).body).toMatchObject({ error: { code: 'link_not_valid' } })
    expect(await backstay.firstSignIn()).toBeNull()

    const nameless = await browser.ask('/api/session/password', { body: { newPassword: PASSWORD } })
    expect(nameless).toMatchObject({ status: 400, body: { error: { param: 'email' } } })
    const body = { newPassword: PASSWORD, email: 'Ada@Example.com', name: 'Ada' }
    expect(await browser.ask('/api/session/password', { body })).toMatchObject({
      status: 200,
      body: { email: EMAIL, name: `Ada <${EMAIL}>`, passwordSet: true, byLink: false },
    })

    expect((await browser.ask('/api/auth/sign-out', { method: 'POST' })).status).toBe(200)
    expect((await browser.ask('/api/session')).status).toBe(401)
    expect(await browser.signIn(EMAIL, 'another password')).toMatchObject({
      status: 401,
      body: { error: { code: 'sign_in_failed' } },
    })
    expect((await browser.signIn('ADA@example.com', PASSWORD)).status).toBe(200)
    expect((await browser.ask('/api/organisations/default/health')).status).toBe(200)
  })

  it('has only the newest link', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    const older = (await backstay.firstSignIn()) ?? ''
    const newer = (await backstay.firstSignIn()) ?? ''
    expect((await new Browser(backstay).open(older)).status).toBe(401)
    expect((await new Browser(backstay).open(newer)).status).toBe(200)
  })
})

describe('a session', () => {
  it('changes nothing where a page of another site asks for it', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    const browser = await firstOwner(backstay)
    const path = '/api/organisations/default/deployments/chat%2Fonly/state'
    const body = { state: 'drain', reason: 'x' }
    const stateOf = (headers: Record<string, string>, origin: string | null) =>
      browser.ask(path, { body, headers, origin })

    for (const [headers, origin] of [
      [{}, 'https://evil.example'],
      [{}, 'null'],
      [{}, null],
      [{ 'sec-fetch-site': 'cross-site' }, null],
      [{ 'sec-fetch-site': 'same-site' }, null],
      [{ 'sec-fetch-site': 'same-origin' }, 'https://evil.example'],
    ] as const) {
      const { status, body: answer } = await stateOf(headers, origin)
      expect([status, answer]).toMatchObject([403, { error: { code: 'origin_not_allowed' } }])
    }
    expect((await stateOf({}, backstay.adminUrl)).status).toBe(200)
    expect((await stateOf({ 'sec-fetch-site': 'same-origin' }, null)).status).toBe(200)
    const login = { body: { email: EMAIL, password: PASSWORD }, origin: 'https://evil.example' }
    expect((await new Browser(backstay).ask('/api/auth/sign-in/email', login)).status).toBe(403)
    // Tokens are sent by programs only, which name no page.
    expect((await askAdmin(backstay, path, { body })).status).toBe(200)
  })

  it('is not what a changed cookie says', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    const browser = await firstOwner(backstay)
    const [, value = ''] = /=([^;]*)/u.exec(browser.set[0] ?? '') ?? []
    const [token = '', signature = ''] = decodeURIComponent(value).split('.')
    for (const wrong of [
      `${token}x.${signature}`,
      `${token}.`,
      token,
      `${token}.${'A'.repeat(43)}=`,
      '%',
      '.',
    ]) {
      const cookie = `backstay.session_token=${encodeURIComponent(wrong)}`
      const answer = await new Browser(backstay).ask('/api/session', { headers: { cookie } })
      expect([wrong.length, answer.status]).toEqual([wrong.length, 401])
    }
  })

  it('ends for all other browsers when the password is changed, which needs the one before', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    const browser = await firstOwner(backstay)
    const other = new Browser(backstay)
    await other.signIn(EMAIL, PASSWORD)
    const change = (body: object) => browser.ask('/api/session/password', { body })

    for (const [body, param] of [
      [{ newPassword: 'quite another one' }, 'currentPassword'],
      [{ newPassword: 'quite another one', currentPassword: 'wrong' }, 'currentPassword'],
      [{ newPassword: 'short', currentPassword: PASSWORD }, 'newPassword'],
      [{ newPassword: 'quite another one', currentPassword: PASSWORD, email: 'x@example.com' }, 'email'],
    ] as const) {
      expect(await change(body)).toMatchObject({ status: 400, body: { error: { param } } })
    }
    expect((await change({ newPassword: 'quite another one', currentPassword: PASSWORD })).status).toBe(200)
    expect((await browser.ask('/api/session')).status).toBe(200)
    expect((await other.ask('/api/session')).status).toBe(401)
    expect((await other.signIn(EMAIL, PASSWORD)).status).toBe(401)
  })

  it('is sent over TLS only where it began over TLS, as a trusted proxy says', async () => {
    await using behind = await startBackstay({ ...CONFIG, server: { trusted_proxies: ['127.0.0.1'] } }, 1)
    await firstOwner(behind)
    for (const [proto, secure] of [
      ['https', true],
      ['http', false],
    ] as const) {
      const browser = new Browser(behind)
      const headers = { 'x-forwarded-proto': proto, 'x-forwarded-for': '192.0.2.1' }
      await browser.ask('/api/auth/sign-in/email', { body: { email: EMAIL, password: PASSWORD }, headers })
      expect(browser.set[0]?.endsWith('; Secure')).toBe(secure)
    }
  })
})

describe('guessing', () => {
  it('ends after ten passwords for one account, whoever guesses; the right one is no help then', async () => {
    await using backstay = await startBackstay({ ...CONFIG, server: { trusted_proxies: ['127.0.0.1'] } }, 1)
    const browser = await firstOwner(backstay)
    const guess = (n: number, email: string, password: string) =>
      new Browser(backstay).ask('/api/auth/sign-in/email', {
        body: { email, password },
        headers: { 'x-forwarded-for': `192.0.2.${n}` },
      })
    const statuses = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => (await guess(n, EMAIL, `wrong ${n}`)).status),
    )
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
    const refused = await guess(99, EMAIL, PASSWORD)
    expect(refused).toMatchObject({ status: 429, body: { error: { code: 'too_many_attempts' } } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await guess(99, 'somebody@example.com', PASSWORD)).status).toBe(401)
    expect((await browser.ask('/api/session')).status).toBe(200)
  })
})

describe('a lost password', () => {
  it('is replaced by a link from the command line', async () => {
    await using backstay = await startBackstay(CONFIG, 1)
    await firstOwner(backstay)
    expect(await linkOf(backstay, 'nobody@example.com')).toMatchObject({
      code: 1,
      said: expect.stringContaining('Nobody here has the address nobody@example.com') as string,
    })
    const { code, said } = await linkOf(backstay, 'ADA@example.com')
    expect(code).toBe(0)

    const browser = new Browser(backstay)
    expect(await browser.open(said)).toMatchObject({ status: 200, body: { email: EMAIL, byLink: true } })
    expect((await new Browser(backstay).open(said)).status).toBe(401)
    const body = { newPassword: 'quite another one' }
    expect((await browser.ask('/api/session/password', { body })).status).toBe(200)
    expect((await new Browser(backstay).signIn(EMAIL, PASSWORD)).status).toBe(401)
    expect((await new Browser(backstay).signIn(EMAIL, 'quite another one')).status).toBe(200)
    // From now on the password is needed again.
    expect((await browser.ask('/api/session/password', { body })).status).toBe(400)
  })
})
