import { describe, expect, it } from 'vitest'
import { unauthorized } from '#simulator/faults'
import { ask } from '../e2e/ask.ts'
import { askAdmin } from '../e2e/ask-admin.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: {
    eu: { kind: 'openai', base_url: '${SIM0}', api_key: 'eu-secret-0123456789', region: 'eu' },
  },
  models: [
    { name: 'gpt-4o', deployments: [{ provider: 'eu', model: 'gpt-4o' }] },
    ...Array.from({ length: 8 }, (_, n) => ({
      name: `spare-${n}`,
      deployments: [{ provider: 'eu', model: `spare-${n}` }],
    })),
  ],
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('providers', () => {
  it('show what their keys, limits and regions are at; a key that is refused is told of, and replaced', async () => {
    await using backstay = await startBackstay(CONFIG)
    const [first, second] = backstay.simulators
    const body = {
      name: 'us',
      kind: 'openai',
      baseUrl: second?.baseUrl,
      apiKey: 'us-secret-old-0123456789',
      region: 'us',
    }
    expect((await askAdmin(backstay, 'providers', { body })).status).toBeLessThan(300)
    const model = { name: 'claude', deployments: [{ provider: 'us', model: 'claude-sonnet-4-5' }] }
    expect((await askAdmin(backstay, 'models', { body: model })).status).toBeLessThan(300)
    first?.script.always({
      headers: {
        'x-ratelimit-limit-tokens': '30000',
        'x-ratelimit-remaining-tokens': '29500',
        'x-ratelimit-reset-tokens': '6m0s',
      },
    })
    second?.script.next(unauthorized())
    await ask(backstay.client, { model: 'gpt-4o', stream: false })
    await ask(backstay.client, { model: 'claude', stream: false })
    await backstay.records(2)

    await using tab = await openConsole(backstay, '/providers')
    const { page } = tab
    await page.getByRole('region', { name: 'Regions' }).getByText('eu: 9 of 9 can be used').waitFor()
    const eu = page.getByRole('region', { name: 'eu', exact: true })
    await eu.getByText('29,500 of 30,000 tokens left').waitFor()
    await eu.locator('time').waitFor()
    await eu.getByRole('button', { name: 'Show 3 more' }).click()
    await eu.getByText('spare-7/eu').waitFor()

    const us = page.getByRole('region', { name: 'us', exact: true })
    await us.getByText('The provider refused this key: auth (401).').waitFor()
    await tab.look('provider-benched')
    await us.getByRole('button', { name: 'Actions of us' }).click()
    await page.getByRole('menuitem', { name: 'Rotate API key' }).click()
    await page.getByRole('textbox', { name: 'New API key' }).fill('us-secret-new-9876543210')
    await page.getByRole('button', { name: 'Rotate' }).click()
    await us.getByText('us-…3210').waitFor()
    await us.getByText('Its key is benched').waitFor({ state: 'detached' })
    await ask(backstay.client, { model: 'claude', stream: false })
    expect(second?.requests.at(-1)?.apiKey).toBe('us-secret-new-9876543210')
  })
})
