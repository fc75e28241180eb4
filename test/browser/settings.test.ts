import { describe, expect, it } from 'vitest'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: { one: { kind: 'openai', base_url: '${SIM0}', api_key: 'one-secret-0123456789' } },
  models: [
    { name: 'gpt-4o', deployments: [{ provider: 'one', model: 'gpt-4o' }] },
    { name: 'claude-sonnet-4', deployments: [{ provider: 'one', model: 'claude-sonnet-4' }] },
    { name: 'gemini-flash', deployments: [{ provider: 'one', model: 'gemini-flash' }] },
  ],
  keys: [{ name: 'app', key: '${KEY}', limits: { budget: { usd: 20, per: 'month' } } }],
}

describe.skipIf(!hasBrowser)('settings', () => {
  it('have a default fallback list, from a preset or by hand', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/routing')
    const { page } = tab
    await page.getByText('No default fallbacks').waitFor()
    await page.getByRole('button', { name: 'General chat' }).click()
    await page.getByRole('button', { name: 'Remove claude-sonnet-4' }).waitFor()
    await page.getByLabel('Cost', { exact: false }).first().waitFor()
    await tab.look('routing-policy')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Remove gemini-flash' }).waitFor()
  })

  it('show providers with masked credentials, and drain what is behind them', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/providers')
    const { page } = tab
    const card = page.getByRole('region', { name: 'one', exact: true })
    await card.getByText('one…6789').waitFor()
    expect(await page.content()).not.toContain('one-secret-0123456789')
    await page.getByRole('button', { name: 'Status of gpt-4o/one' }).click()
    await page.getByRole('menuitem', { name: 'Drain' }).click()
    await page.getByRole('button', { name: 'Drain' }).click()
    await card.getByText('Drained').waitFor()
    await tab.look('providers')

    await page.getByRole('button', { name: 'Add provider' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('second')
    await page.getByRole('textbox', { name: 'API key' }).fill('second-secret-0123456789')
    await tab.look('provider-add')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('region', { name: 'second' }).waitFor()
  })

  it('let people and programs in, each with a role', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/members')
    const { page } = tab
    await page.getByRole('button', { name: 'Invite' }).first().click()
    await page.getByLabel('E-mail').fill('ada@example.com')
    await page.getByRole('dialog').getByRole('button', { name: 'Invite' }).click()
    await page.getByText('Hand over this link').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByText('ada@example.com').waitFor()
    await tab.look('members')
    await page.getByRole('tab', { name: 'Service tokens' }).click()
    await page.getByRole('button', { name: 'Create service token' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('deploys')
    await page.getByRole('dialog').getByRole('button', { name: 'Create service token' }).click()
    await page.getByText('Copy the token now').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('cell', { name: 'deploys' }).waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await tab.look('service-tokens')
  })
})
