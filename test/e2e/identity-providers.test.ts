import { invitedSchema } from '@backstay/contract/admin'
import { describe, expect, it } from 'vitest'
import { askAdmin } from './ask-admin.ts'
import { Browser } from './browser.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { startIdentityProvider } from './identity-provider.ts'
import type { Backstay } from './start-backstay.ts'
import { startBackstay } from './start-backstay.ts'

const PASSWORD = 'correct horse battery'

/** A gateway that lets people of one provider in. */
const behind = (provider: IdentityProvider, more: object = {}): Promise<Backstay> => {
  const { issuer, clientId, clientSecret } = provider
  const settings = {
    id: 'company',
    name: 'Company',
    issuer,
    client_id: clientId,
    client_secret: clientSecret,
  }
  return startBackstay(
    { admin: { sign_in: { providers: [{ ...settings, ...more }] } }, keys: [{ name: 'app', key: '${KEY}' }] },
    0,
  )
}

/** Goes to the provider and comes back; answers where the browser is sent then. */
async function goThere(browser: Browser): Promise<URL> {
  const begun = await browser.ask('/api/auth/sign-in/provider', { body: { provider: 'company' } })
  expect(begun.status).toBe(200)
  const visit = await fetch((begun.body as { url: string }).url, { redirect: 'manual' })
  const back = await browser.ask(visit.headers.get('location') ?? '')
  expect(back.status).toBe(302)
  return new URL(back.headers.get('location') ?? '', 'http://console')
}

describe('an identity provider', () => {
  it('lets those in who were invited, as what they were invited to be', async () => {
    await using provider = await startIdentityProvider()
    await using backstay = await behind(provider)
    expect((await new Browser(backstay).ask('/api/auth/methods')).body).toEqual({
      password: true,
      providers: [{ id: 'company', name: 'Company' }],
    })
    provider.visitor = { sub: '7', email: 'Eve@example.com', email_verified: true, name: 'Eve' }
    const uninvited = new Browser(backstay)
    expect((await goThere(uninvited)).searchParams.get('error')).toBe('not_invited')
    expect((await uninvited.ask('/api/session')).status).toBe(401)

    await askAdmin(backstay, 'members', { body: { email: 'eve@example.com', role: 'editor' } })
    const browser = new Browser(backstay)
    expect((await goThere(browser)).pathname).toBe('/console')
    expect((await browser.ask('/api/session')).body).toMatchObject({
      email: 'eve@example.com',
      name: 'Eve <eve@example.com>',
      organisations: [{ id: 'default', role: 'editor' }],
      passwordSet: false,
    })
    const again = new Browser(backstay)
    await goThere(again)
    expect((await again.ask('/api/session')).status).toBe(200)
    expect((await askAdmin(backstay, 'members')).body).toMatchObject({
      data: [{ email: 'eve@example.com', state: 'active' }],
    })
  })

  it('lets everybody in with the default role, whose address it verified and whose domain may', async () => {
    await using provider = await startIdentityProvider()
    await using backstay = await behind(provider, { default_role: 'viewer', domains: ['example.com'] })
    for (const [visitor, error] of [
      [{ sub: '1', email: 'a@example.com', email_verified: false }, 'email_not_verified'],
      [{ sub: '2', email: 'a@example.com.evil.org', email_verified: true }, 'domain_not_allowed'],
      [{ sub: '3', email: 'a@example.com', email_verified: true }, null],
    ] as const) {
      provider.visitor = visitor
      const browser = new Browser(backstay)
      expect((await goThere(browser)).searchParams.get('error')).toBe(error)
      expect((await browser.ask('/api/organisations/default/health')).status).toBe(error === null ? 200 : 401)
      expect((await browser.ask('/api/organisations', { body: { id: 'x', name: 'X' } })).status).toBe(
        error === null ? 403 : 401,
      )
    }
  })

  it('does not share an account whose address nobody vouched for', async () => {
    await using provider = await startIdentityProvider()
    await using backstay = await behind(provider, { default_role: 'viewer' })
    const invited = await askAdmin(backstay, 'members', { body: { email: 'cfo@example.com', role: 'admin' } })
    const squatter = new Browser(backstay)
    await squatter.open(invitedSchema.parse(invited.body).link)
    await squatter.ask('/api/session/password', { body: { newPassword: PASSWORD } })

    provider.visitor = { sub: '9', email: 'cfo@example.com', email_verified: true }
    expect((await goThere(new Browser(backstay))).searchParams.get('error')).toBe('account_not_vouched_for')
  })

  it.each([
    ['another audience', (claims: object) => ({ ...claims, aud: 'somebody-else' })],
    ['another issuer', (claims: object) => ({ ...claims, iss: 'https://evil.example' })],
    ['another nonce', (claims: object) => ({ ...claims, nonce: 'replayed' })],
    ['its time over', (claims: object) => ({ ...claims, exp: 1 })],
  ])('is not believed with a token that has %s', async (_, tamper) => {
    await using provider = await startIdentityProvider()
    await using backstay = await behind(provider, { default_role: 'owner' })
    provider.visitor = { sub: '1', email: 'a@example.com', email_verified: true }
    provider.tamper = tamper
    const browser = new Browser(backstay)
    expect((await goThere(browser)).searchParams.get('error')).not.toBeNull()
    expect((await browser.ask('/api/session')).status).toBe(401)
  })

  it('is not believed in a browser that did not begin it', async () => {
    await using provider = await startIdentityProvider()
    await using backstay = await behind(provider, { default_role: 'owner' })
    provider.visitor = { sub: '1', email: 'a@example.com', email_verified: true }
    const begun = await new Browser(backstay).ask('/api/auth/sign-in/provider', {
      body: { provider: 'company' },
    })
    const visit = await fetch((begun.body as { url: string }).url, { redirect: 'manual' })
    const victim = new Browser(backstay)
    const back = await victim.ask(visit.headers.get('location') ?? '')
    expect(back.headers.get('location')).toContain('error=')
    expect((await victim.ask('/api/session')).status).toBe(401)
  })

  it('that cannot be reached is said to be so, and asked again the next time', async () => {
    const provider = await startIdentityProvider()
    const { port } = new URL(provider.issuer)
    await provider[Symbol.asyncDispose]()
    await using backstay = await behind(provider)
    const ask = (id: string) =>
      new Browser(backstay).ask('/api/auth/sign-in/provider', { body: { provider: id } })
    expect(await ask('company')).toMatchObject({
      status: 503,
      body: { error: { code: 'provider_unavailable' } },
    })
    expect(await ask('other')).toMatchObject({ status: 404, body: { error: { param: 'provider' } } })
    expect(Number(port)).toBeGreaterThan(0)
  })
})
