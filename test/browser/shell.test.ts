import { describe, expect, it } from 'vitest'
import { ADMIN_TOKEN, startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: {
    openai: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' },
    second: { kind: 'openai', base_url: '${SIM1}', api_key: 'two' },
  },
  models: [
    {
      name: 'openai/gpt-4o',
      deployments: [
        { provider: 'openai', model: 'gpt-4o', tokens_per_minute: 500_000 },
        { provider: 'second', model: 'gpt-4o', tokens_per_minute: 250_000 },
      ],
    },
  ],
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('the console', () => {
  it('lets those in who have the admin token, and nobody else', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/', { signedIn: false })
    const { page } = tab

    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await tab.look('sign-in')
    await page.getByRole('button', { name: 'Use the admin token instead' }).click()
    await page.getByLabel('Admin token').fill('not it')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('does not take this token').waitFor()
    await page.getByLabel('Admin token').fill(ADMIN_TOKEN)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    await page.getByText('Live', { exact: true }).waitFor()

    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  })

  it('says so where a path leads nowhere, and leads back', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/nowhere/at/all')
    await tab.page.getByText('There is no such page').waitFor()
    await tab.page.getByRole('link', { name: 'To the overview' }).click()
    await tab.page.getByRole('heading', { name: 'Overview' }).waitFor()
  })

  it('changes its colors when told to, and remembers it', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay)
    const { page } = tab
    const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme')

    await page.getByRole('button', { name: 'Color scheme' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Dark' }).click()
    await expect.poll(scheme).toBe('dark')
    await page.reload()
    await expect.poll(scheme).toBe('dark')
  })

  it('is small before it is seen: at most 350 kB come over the wire for the first screen', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/', { signedIn: false })
    const { page } = tab
    const transferred = () =>
      page.evaluate<number>(
        `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/console/assets/')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
      )

    await page.getByRole('button', { name: 'Use the admin token instead' }).click()
    await page.getByLabel('Admin token').fill(ADMIN_TOKEN)
    await page.keyboard.press('Enter')
    await page.getByText('openai/gpt-4o/openai').waitFor()
    const bytes = await transferred()
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThan(350_000)
  })
})
