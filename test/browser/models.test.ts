import { describe, expect, it } from 'vitest'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: { declared: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' } },
  models: [
    {
      name: 'openai/gpt-4o',
      price: { input: 2.5, output: 10 },
      deployments: [{ provider: 'declared', model: 'gpt-4o', tokens_per_minute: 500_000 }],
    },
  ],
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('models', () => {
  it('are made by the wizard, with two deployments that are really tested, and answer', async () => {
    await using backstay = await startBackstay(CONFIG)
    const [first, second] = backstay.simulators
    await using tab = await openConsole(backstay, '/models')
    const { page } = tab
    await page.getByRole('link', { name: 'openai/gpt-4o' }).waitFor()
    await tab.look('models')

    await page.getByRole('link', { name: 'Add custom model' }).click()
    await page.getByRole('button', { name: 'Set up your model manually' }).waitFor()
    await tab.look('model-select')
    await page.getByRole('button', { name: 'Set up your model manually' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('my-chat')
    await tab.look('model-configure')
    await page.getByRole('button', { name: 'Next' }).click()

    const one = page.getByRole('region', { name: 'Deployment 1' })
    await one.getByRole('combobox', { name: 'Provider' }).click()
    await page.getByRole('option', { name: 'openai-compatible' }).click()
    await one.getByLabel('Model Name / ID').fill('gpt-4o')
    await one.getByRole('textbox', { name: 'API Key' }).fill('first-secret-0123456789')
    await one.getByLabel('Base URL').fill(first?.baseUrl ?? '')
    await one.getByLabel('Tokens per minute limit (optional)').fill('100000')
    await page.getByRole('button', { name: 'Add another deployment' }).click()
    const two = page.getByRole('region', { name: 'Deployment 2' })
    await two.getByLabel('Base URL').fill('http://127.0.0.1:1')
    await page.getByText('Only some deployments have a tokens per minute limit').waitFor()
    await two.getByLabel('Tokens per minute limit (optional)').fill('300000')
    await one.getByText('25 % of the traffic').waitFor()

    // The second one does not answer: nothing can be saved.
    await page.getByRole('button', { name: 'Test & continue', exact: true }).click()
    await one.getByText('Passed in').waitFor()
    await two.getByText('Failed').waitFor()
    expect(await page.getByRole('button', { name: 'Save model' }).isDisabled()).toBe(true)
    await tab.look('model-deploy')
    await two.getByLabel('Base URL').fill(second?.baseUrl ?? '')
    await page.getByRole('button', { name: 'Test & continue', exact: true }).click()
    await two.getByText('Passed in').waitFor()
    await page.getByRole('button', { name: 'Save model' }).click()
    await page.getByRole('link', { name: 'my-chat' }).waitFor()

    const answer = await backstay.client.chat.completions.create({
      model: 'my-chat',
      messages: [{ role: 'user', content: 'Hello' }],
    })
    expect(answer.choices[0]?.message.content).toBeTruthy()
  })

  it('are edited with their keys masked, duplicated, put into maintenance and deleted', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/models')
    const { page } = tab
    await page.getByRole('button', { name: 'Actions of openai/gpt-4o' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Test & continue', exact: true }).click()
    await page.getByText('Passed in').waitFor()
    await page.getByRole('button', { name: 'Save model' }).click()
    await page.getByRole('link', { name: 'openai/gpt-4o-copy' }).waitFor()

    await page.getByRole('button', { name: 'Actions of openai/gpt-4o-copy' }).click()
    await page.getByRole('menuitem', { name: 'Put into maintenance' }).click()
    await page.getByText('Maintenance', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Actions of openai/gpt-4o-copy' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('link', { name: 'openai/gpt-4o-copy' }).waitFor({ state: 'detached' })

    // What the file declares is looked at, not changed.
    await page.getByRole('link', { name: 'openai/gpt-4o' }).click()
    await page.getByText('Declared in the configuration file').first().waitFor()
    await tab.look('model-declared')
  })
})
