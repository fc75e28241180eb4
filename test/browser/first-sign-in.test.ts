import { describe, it } from 'vitest'
import { startProcess } from '../e2e/start-process.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const EMAIL = 'ada@example.com'
const PASSWORD = 'a password of some length'

describe.skipIf(!hasBrowser)('the first owner', () => {
  it('comes in by the link that the start prints, sets a password, and comes back with it', async () => {
    await using running = await startProcess(['serve', '--port', '0', '--store', 'sqlite:./demo.db'])
    const link = new URL(await running.said(/http:\S+#link=\S+/))
    await using tab = await openConsole(
      { adminUrl: link.origin },
      `${link.pathname.replace('/console', '')}${link.hash}`,
      {
        signedIn: false,
      },
    )
    const { page } = tab

    await page.getByRole('heading', { name: 'Set a password' }).waitFor()
    await tab.look('set-password')
    await page.getByLabel('E-mail address').fill(EMAIL)
    await page.getByLabel(/^Password/).fill(PASSWORD)
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()

    // A change asks everything again, but not the link, which works once.
    await page.getByRole('link', { name: 'Playground' }).click()
    const faults = page.getByRole('region', { name: 'Faults of simulated providers' })
    await faults.getByRole('combobox', { name: 'gpt-4-turbo/openai' }).click()
    await page.getByRole('option', { name: 'Answers', exact: true }).click()
    await page.getByText('gpt-4-turbo/openai answers again.').waitFor()
    await faults.getByRole('combobox', { name: 'gpt-4-turbo/openai' }).waitFor()

    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByText(EMAIL).waitFor()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail address').fill(EMAIL)
    await page.getByLabel(/^Password/).fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in' }).click()
    // Where they were.
    await page.getByRole('heading', { name: 'Playground' }).waitFor()
  })
})
