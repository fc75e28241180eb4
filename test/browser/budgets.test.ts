import { describe, expect, it } from 'vitest'
import { ask } from '../e2e/ask.ts'
import { askAdmin } from '../e2e/ask-admin.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: { one: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' } },
  models: [
    {
      name: 'priced',
      price: { input: 1_000, output: 1_000 },
      deployments: [{ provider: 'one', model: 'gpt-4o' }],
    },
    { name: 'unknown', deployments: [{ provider: 'one', model: 'of-my-own' }] },
  ],
  fallback: {
    chains: [
      {
        name: 'thrifty',
        models: [{ model: 'priced' }, { model: 'unknown' }],
        triggers: [{ type: 'cost', threshold: 0.6, to: 'unknown' }],
      },
    ],
  },
  keys: [{ name: 'app', key: '${KEY}', limits: { budget: { usd: 20, per: 'month' } } }],
}

describe.skipIf(!hasBrowser)('budgets', () => {
  it('are set for the organisation and for keys, changed and taken away, and say what was spent', async () => {
    await using backstay = await startBackstay(CONFIG)
    expect(await askAdmin(backstay, 'apikeys', { body: { name: 'team' } })).toMatchObject({ status: 201 })
    await ask(backstay.client, { model: 'priced', stream: false })
    await using tab = await openConsole(backstay, '/budgets')
    const { page } = tab
    const declared = page.getByRole('region', { name: 'API key: app' })
    await declared.getByText(/^\$0?\.?\d+.* of \$20\.00 per month$/u).waitFor()
    await declared.getByText('Declared in the configuration file').waitFor()
    await page.getByText('from 60 % of a budget: unknown first').waitFor()
    await page.getByRole('alert').getByRole('link', { name: 'unknown' }).waitFor()

    // For a key.
    await page.getByRole('button', { name: 'Set a budget' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Whose' }).click()
    await page.getByRole('option', { name: 'API key: team' }).click()
    await dialog.getByLabel('Limit, USD').fill('500')
    await dialog.getByLabel('Switch to cheaper models').check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    const team = page.getByRole('region', { name: 'API key: team' })
    await team.getByText('Switches to cheaper models at the limit').waitFor()

    // For the organisation.
    await page.getByRole('button', { name: 'Set a budget' }).click()
    await dialog.getByLabel('Limit, USD').fill('1000')
    await dialog.getByRole('button', { name: 'Save' }).click()
    const whole = page.getByRole('region', { name: /^Organization/u })
    await whole.getByText(/ of \$1,000\.00 per month/u).waitFor()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText('Saved').first().waitFor({ state: 'detached' })
    await tab.look('budgets')

    await page.getByRole('button', { name: 'Edit the budget of API key: team' }).click()
    await dialog.getByLabel('Limit, USD').fill('250')
    await tab.look('budget-edit')
    // Somebody else changes the key meanwhile: that is said, and the second try goes by it.
    const other = { method: 'PATCH', body: { owner: 'ada' } }
    expect(await askAdmin(backstay, 'apikeys/team', other)).toMatchObject({ status: 200 })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').waitFor()
    await expect
      .poll(async () => {
        const again = dialog.getByRole('button', { name: 'Save' })
        // It is gone as soon as the budget is saved.
        if (await again.isVisible()) await again.click({ timeout: 5_000 }).catch(() => undefined)
        return team.getByText(/ of \$250\.00 per month/u).count()
      })
      .toBe(1)
    await team.getByText(/ of \$250\.00 per month/u).waitFor()
    expect((await askAdmin(backstay, 'apikeys/team')).body).toMatchObject({
      limits: { budget: { usd: 250, per: 'month', atLimit: 'switch' } },
    })
    await page.getByRole('button', { name: 'Edit the budget of API key: team' }).click()
    await dialog.getByRole('button', { name: 'Remove budget' }).click()
    await team.waitFor({ state: 'detached' })
  })
})
