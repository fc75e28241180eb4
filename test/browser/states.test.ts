import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invitedSchema, memberPageSchema } from '@backstay/contract/admin'
import { ask } from '../e2e/ask.ts'
import { askAdmin } from '../e2e/ask-admin.ts'
import type { Backstay } from '../e2e/start-backstay.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { ALL_SCREENS, WORKSPACE } from './all-screens.ts'
import { hasBrowser, openConsole } from './open-console.ts'
import { TcpDoor } from './tcp-door.ts'

const PASSWORD = 'a password of some length'

const BROKEN = {
  // What is refused is not tried again by itself.
  status: 403,
  contentType: 'application/json',
  body: JSON.stringify({
    error: { message: 'Not today.', type: 'permission_error', code: 'role_insufficient' },
  }),
}

/** Asks again wherever something says that it failed, until nothing does. What is asked may have come by itself meanwhile. */
async function untilShown(page: Page, wanted: Locator): Promise<void> {
  const again = page.getByRole('button', { name: 'Try again' }).first()
  await expect
    .poll(async () => {
      if ((await again.count()) > 0) await again.click({ timeout: 2_000 }).catch(() => undefined)
      const failed = await page.getByText('This could not be loaded').count()
      return (await wanted.count()) > 0 && failed === 0
    })
    .toBe(true)
}

describe.skipIf(!hasBrowser)('every screen of the console', () => {
  let backstay: Backstay
  beforeAll(async () => {
    backstay = await startBackstay(WORKSPACE)
    await ask(backstay.client, { model: 'gpt-4o', stream: false })
    await backstay.records(1)
  })
  afterAll(() => backstay.close())

  it('says that it waits, then what the admin API refused, and comes when it is asked again', async () => {
    await using tab = await openConsole(backstay, '/', { expected: /status of (401|403|404)/ })
    const { page } = tab
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
    for (const [path, heading] of ALL_SCREENS) {
      // These have nothing to ask for before somebody does something.
      if (['/keys/new'].includes(path)) continue
      let release = (): void => undefined
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      let isBroken = true
      await page.route(/\/api\/organisations\/(?!.*\/live)/u, async (route) => {
        await held
        await (isBroken ? route.fulfill(BROKEN) : route.continue())
      })
      await page.goto(`${backstay.adminUrl}/console${path}`)
      await page.getByLabel('Loading').first().waitFor({ state: 'attached' })
      release()
      await page.getByText('Not today.').first().waitFor()
      isBroken = false
      await untilShown(page, page.getByRole('heading', { name: heading, level: 1 }))
      await page.unrouteAll({ behavior: 'wait' })
    }
  })

  it('stays while the gateway is away, and goes on by itself when it is back', async () => {
    await using door = await TcpDoor.before(backstay.adminUrl)
    await using tab = await openConsole({ adminUrl: door.url }, '/', {
      expected: /ERR_|cannot be reached|Failed to fetch|status of 401/,
    })
    const { page } = tab
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByText('claude/anthropic').first().waitFor()

    await door.shut()
    await page.getByText('Connection lost').waitFor()
    expect(await page.getByText('claude/anthropic').first().isVisible()).toBe(true)
    await page.getByRole('link', { name: 'Models' }).click()
    await page.getByRole('alert').waitFor()

    await door.open()
    await page.getByText('Live', { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Models' }).click()
    await untilShown(page, page.getByRole('link', { name: 'claude', exact: true }))
  })

  it('gives way to the way in when somebody is signed out during their work, and says so to who is taken out', async () => {
    const body = { email: 'grace@example.com', role: 'editor' }
    const { link } = invitedSchema.parse((await askAdmin(backstay, 'members', { body })).body)
    const { pathname, hash } = new URL(link)
    await using tab = await openConsole(backstay, `${pathname.replace('/console', '')}${hash}`, {
      signedIn: false,
    })
    const { page } = tab
    await page.getByLabel(/^Password/).fill(PASSWORD)
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByRole('link', { name: 'Providers' }).click()
    await page.getByRole('heading', { name: 'Providers', level: 1 }).waitFor()

    // In another tab.
    await page.evaluate(`fetch('/api/auth/sign-out', { method: 'POST' })`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.getByLabel('E-mail address').fill(body.email)
    await page.getByLabel(/^Password/).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Providers', level: 1 }).waitFor()

    const { data } = memberPageSchema.parse((await askAdmin(backstay, 'members')).body)
    const member = data.find(({ email }) => email === body.email)
    expect((await askAdmin(backstay, `members/${member?.id}`, { method: 'DELETE' })).status).toBe(200)
    await page.getByText('You belong to no organization').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })
})
