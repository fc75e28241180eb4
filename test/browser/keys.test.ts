import { describe, expect, it } from 'vitest'
import { keyRouting } from '../../console/src/texts/keys.ts'
import { askAdmin } from '../e2e/ask-admin.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: {
    one: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' },
    two: { kind: 'openai', base_url: '${SIM1}', api_key: 'two' },
  },
  models: [
    { name: 'chat-a', deployments: [{ provider: 'one', model: 'gpt-4o' }] },
    { name: 'chat-b', deployments: [{ provider: 'two', model: 'gpt-4o-mini' }] },
    {
      name: 'embed-a',
      type: 'embeddings',
      deployments: [{ provider: 'one', model: 'text-embedding-3-small' }],
    },
  ],
  keys: [{ name: 'app', key: '${KEY}' }],
}

const HELLO = [{ role: 'user' as const, content: 'Hello' }]

describe.skipIf(!hasBrowser)('API keys', () => {
  it('are made, shown once, used, rotated and revoked', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/keys')
    const { page } = tab
    await page.getByRole('link', { name: 'app', exact: true }).waitFor()
    await tab.look('keys')

    await page.getByRole('link', { name: 'Create API key' }).click()
    await page.getByRole('heading', { name: 'Create API key' }).waitFor()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('team')
    await page.getByLabel('Requests per minute').fill('100')
    await tab.look('key-create')
    await page.getByRole('button', { name: 'Create API key' }).click()
    await page.getByRole('heading', { name: 'Copy the key now' }).waitFor()
    const secret = (await page.locator('pre').first().textContent()) ?? ''
    const ask = (key: string) =>
      backstay.clientFor(key).chat.completions.create({ model: 'chat-a', messages: HELLO })
    expect((await ask(secret)).choices).toHaveLength(1)
    await page.getByRole('button', { name: 'I have copied it' }).click()
    await page.getByRole('heading', { name: 'team' }).waitFor()
    expect(await page.content()).not.toContain(secret)

    await page.getByRole('button', { name: 'Actions of team' }).click()
    await page.getByRole('menuitem', { name: 'Rotate' }).click()
    await page.getByLabel('Not at all').check()
    await page.getByRole('button', { name: 'Rotate' }).click()
    await page.getByRole('heading', { name: 'Copy the key now' }).waitFor()
    const next = (await page.locator('pre').first().textContent()) ?? ''
    await expect(ask(secret)).rejects.toMatchObject({ status: 401 })
    expect((await ask(next)).choices).toHaveLength(1)
    await page.getByRole('button', { name: 'I have copied it' }).click()

    await page.getByRole('button', { name: 'Actions of team' }).click()
    await page.getByRole('menuitem', { name: 'Revoke' }).click()
    await page.getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('Revoked', { exact: true }).waitFor()
    await expect(ask(next)).rejects.toMatchObject({ status: 401 })
  })

  it('have a routing policy for each type of model, with a banner while routing is switched off', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/keys/new')
    const { page } = tab
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('routed')
    await page.getByRole('button', { name: 'Create API key' }).click()
    const secret = (await page.locator('pre').first().textContent()) ?? ''
    await page.getByRole('button', { name: 'I have copied it' }).click()

    await page.getByRole('button', { name: 'Add a policy' }).click()
    for (const name of ['chat-b', 'chat-a']) {
      await page.getByRole('combobox', { name: 'Add a candidate' }).click()
      await page.getByRole('option', { name }).click()
    }
    await page.getByLabel('Rate limit').check()
    await page.getByLabel('Max retries').fill('2')
    await tab.look('key-routing')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The routing for Chat is saved.').waitFor()
    const answer = await backstay
      .clientFor(secret)
      .chat.completions.create({ model: 'chat-a', messages: HELLO })
    expect(answer.model).toContain('gpt-4o-mini')

    // By keyboard alone the other one comes first.
    await page.getByRole('button', { name: 'Move chat-a up' }).press('Enter')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect
      .poll(async () => {
        const { model } = await backstay
          .clientFor(secret)
          .chat.completions.create({ model: 'chat-a', messages: HELLO })
        return model.includes('mini')
      })
      .toBe(false)

    await page.getByRole('tab', { name: 'Embeddings' }).click()
    await page.getByText('No policy for this type').waitFor()

    await page.goto(`${backstay.adminUrl}/console/routing`)
    await page.getByLabel('Smart routing').uncheck({ force: true })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Routing is switched off').waitFor()
    await tab.look('routing-policy-off')
    await page.goBack()
    await page.getByText('Routing is switched off for the organization').waitFor()
  })

  it('have a policy of their own for each of the eight types of model, also where the file declares the key', async () => {
    const types = Object.entries(keyRouting.types)
    const models = types.map(([type]) => ({
      name: `of-${type}`,
      type,
      deployments: [{ provider: 'one', model: `upstream-${type}` }],
    }))
    const declared = { strategy: 'failover', candidates: [{ modelName: 'of-chat', priority: 1 }] }
    const keys = [{ name: 'app', key: '${KEY}', routing: { chat: declared } }]
    await using backstay = await startBackstay({ ...CONFIG, models, keys })
    await using tab = await openConsole(backstay, '/keys/app')
    const { page } = tab
    // What the file says is looked at there.
    await page.getByText('Declared in the configuration file, and changed there.').first().waitFor()
    expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
    for (const [type, label] of types.filter(([one]) => one !== 'chat')) {
      await page.getByRole('tab', { name: label, exact: true }).click()
      await page.getByRole('button', { name: 'Add a policy' }).click()
      await page.getByRole('combobox', { name: 'Add a candidate' }).click()
      await page.getByRole('option', { name: `of-${type}` }).click()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText(`The routing for ${label} is saved.`).waitFor()
    }
    const { body } = await askAdmin(backstay, 'apikeys/app/routing')
    const wanted = types.map(([type]) => [type, { candidates: [{ modelName: `of-${type}`, priority: 1 }] }])
    expect(body).toMatchObject({ routing: Object.fromEntries(wanted) })
  })
})
