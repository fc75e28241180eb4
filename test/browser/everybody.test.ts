import { invitedSchema } from '@backstay/contract/admin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask } from '../e2e/ask.ts'
import { askAdmin } from '../e2e/ask-admin.ts'
import type { Backstay } from '../e2e/start-backstay.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { ALL_SCREENS, WORKSPACE } from './all-screens.ts'
import { watchFocus } from './focus.ts'
import { goTo, hasBrowser, openConsole, tooWide } from './open-console.ts'

const PHONE = { width: 390, height: 844 }
const PASSWORD = 'a password of some length'
/** What changes something, wherever it stands. */
const CHANGES =
  /^(Add|Create|Save|Invite|Revoke|Remove|Delete|Roll back|Status|Drain|Edit|Set|New|Rotate|Duplicate|Next|Test)\b/u

describe.skipIf(!hasBrowser)('the console is for everybody:', () => {
  let backstay: Backstay
  beforeAll(async () => {
    backstay = await startBackstay(WORKSPACE)
    await ask(backstay.client, { model: 'gpt-4o', stream: false })
    await backstay.records(1)
    // Made over the API, so that there is something that could be changed.
    const made = [
      ['models', { name: 'made', deployments: [{ provider: 'openai', model: 'gpt-4o-mini' }] }],
      ['chains', { name: 'made-chain', models: [{ model: 'made' }, { model: 'claude' }] }],
      ['apikeys', { name: 'made-key' }],
      ['webhooks', { name: 'pager', url: 'http://127.0.0.1:1/pager' }],
      ['service-tokens', { name: 'deploys', role: 'editor' }],
    ] as const
    for (const [path, body] of made) {
      const { status } = await askAdmin(backstay, path, { body })
      if (status >= 300) throw new Error(`${path} was answered ${status}`)
    }
  })
  afterAll(() => backstay.close())

  it('a viewer signs in, reads every screen, and finds nothing that would be refused', async () => {
    const body = { email: 'vera@example.com', role: 'viewer' }
    const { link } = invitedSchema.parse((await askAdmin(backstay, 'members', { body })).body)
    const { pathname, hash } = new URL(link)
    await using tab = await openConsole(backstay, `${pathname.replace('/console', '')}${hash}`, {
      signedIn: false,
    })
    const { page } = tab
    await page.getByLabel(/^Password/).fill(PASSWORD)
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()

    const screens = [
      ...ALL_SCREENS,
      ['/models/made', 'made'],
      ['/chains/made-chain', 'made-chain'],
      ['/keys/made-key', 'made-key'],
    ] as const
    for (const [path, heading] of screens) {
      // What has the same heading is loaded anew, so that it is told apart.
      if (path.includes('?')) await page.goto(`${backstay.adminUrl}/console${path}`)
      else await goTo(page, path)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await expect.poll(() => page.getByLabel('Loading').count(), { message: path }).toBe(0)
      expect(await page.getByText('This could not be loaded').count(), path).toBe(0)
      const offered = await page.evaluate<string[]>(`
        [...document.querySelectorAll('main button, main a[href]')]
          .filter((one) => !one.matches(':disabled, [data-disabled], [role=tab]'))
          .map((one) => one.getAttribute('aria-label') ?? one.textContent.trim())`)
      // Of their own password.
      const changes = offered.filter((name) => CHANGES.test(name) && name !== 'Change password')
      expect(changes, path).toEqual([])
    }

    await goTo(page, '/models')
    await page.getByRole('button', { name: 'Actions of made' }).click()
    expect(await page.getByRole('menuitem', { name: 'Delete' }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  it('by keyboard alone every control of every screen is reached, and is seen to be', async () => {
    await using tab = await openConsole(backstay)
    const { page } = tab
    for (const [path, heading] of ALL_SCREENS) {
      // What has the same heading is loaded anew, so that it is told apart.
      if (path.includes('?')) await page.goto(`${backstay.adminUrl}/console${path}`)
      else await goTo(page, path)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await expect.poll(() => page.getByLabel('Loading').count(), { message: path }).toBe(0)
      const { unreached, unseen } = await watchFocus(page, path === '/' ? 'body' : 'main')
      expect({ unreached, unseen }, path).toEqual({ unreached: [], unseen: [] })
    }
  })

  it('dialogs and menus keep the focus, end with Escape, and give it back', async () => {
    await using tab = await openConsole(backstay, '/members')
    const { page } = tab
    const focused = () => page.evaluate<string>(`document.activeElement.textContent`)
    await page.getByRole('button', { name: 'Invite' }).first().press('Enter')
    await page.getByRole('dialog').waitFor()
    for (let n = 0; n < 12; n++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(`document.activeElement.closest('[role=dialog]') !== null`)).toBe(true)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(focused).toBe('Invite')

    await page.getByRole('button', { name: 'Account' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor({ state: 'detached' })
    await expect
      .poll(() => page.evaluate(`document.activeElement.getAttribute('aria-label')`))
      .toBe('Account')
  })

  it('nothing is deleted that something else names, and it says what does', async () => {
    await using tab = await openConsole(backstay, '/models')
    const { page } = tab
    // The first time it is a button, and becomes a menu with this: the focus stays in its place.
    await page.getByRole('button', { name: 'Actions of made' }).press('Enter')
    await page.getByText('Still named by made-chain').waitFor()
    expect(await page.getByRole('menuitem', { name: 'Delete' }).isDisabled()).toBe(true)
    expect(await page.getByRole('menuitem', { name: 'Put into maintenance' }).isDisabled()).toBe(false)
    await page.keyboard.press('Escape')
    await expect
      .poll(() => page.evaluate(`document.activeElement.getAttribute('aria-label')`))
      .toBe('Actions of made')
  })

  it('on a phone every screen is reached by the menu, and none is moved to the side', async () => {
    await using tab = await openConsole(backstay, '/', { viewport: PHONE, hasTouch: true, isMobile: true })
    const { page } = tab
    await page.getByRole('button', { name: 'Open the navigation' }).tap()
    const links = page.getByRole('navigation').getByRole('link')
    const count = await links.count()
    expect(count).toBeGreaterThan(10)
    for (let n = 0; n < count; n++) {
      const name = (await links.nth(n).textContent()) ?? ''
      await links.nth(n).tap()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
      await expect.poll(() => page.getByLabel('Loading').count(), { message: name }).toBe(0)
      await expect.poll(() => tooWide(page), { message: name }).toEqual([])
      // The last link leaves it closed.
      if (n < count - 1) await page.getByRole('button', { name: 'Open the navigation' }).tap()
    }
    for (const [path, heading] of ALL_SCREENS.filter(([one]) => /\w\/|tab=/u.test(one))) {
      if (path.includes('?')) await page.goto(`${backstay.adminUrl}/console${path}`)
      else await goTo(page, path)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
      await expect.poll(() => page.getByLabel('Loading').count(), { message: path }).toBe(0)
      await expect.poll(() => tooWide(page), { message: path }).toEqual([])
    }
  })
})
