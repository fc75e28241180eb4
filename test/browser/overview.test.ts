import { describe, expect, it } from 'vitest'
import { overloaded } from '#simulator/faults'
import { ask } from '../e2e/ask.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: {
    openai: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' },
    anthropic: { kind: 'openai', base_url: '${SIM1}', api_key: 'two' },
  },
  models: [
    {
      name: 'gpt-4o',
      fallbacks: ['claude'],
      price: { input: 2.5, output: 10 },
      deployments: [{ provider: 'openai', model: 'gpt-4o', tokens_per_minute: 500_000 }],
    },
    {
      name: 'claude',
      price: { input: 3, output: 15 },
      deployments: [{ provider: 'anthropic', model: 'claude-sonnet-4-5' }],
    },
  ],
  breaker: { failures: 3, open_ms: 600_000, open_max_ms: 600_000 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('the overview', () => {
  it('tells of a fallback, to what and why, without being loaded again', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay)
    const { page } = tab
    await page.getByText('Nothing is failing over').waitFor()
    await page.getByText('Live', { exact: true }).waitFor()
    await tab.look('overview-calm')

    backstay.simulators[0]?.script.always(overloaded())
    await ask(backstay.client, { model: 'gpt-4o', stream: false })
    await page.getByText('One request moved').waitFor()
    await page.getByText('gpt-4o/openai → claude/anthropic').first().waitFor()

    for (let n = 0; n < 4; n++) await ask(backstay.client, { model: 'gpt-4o', stream: n % 2 === 0 })
    await page.getByText('One deployment cannot be used').waitFor()
    await page.getByText('Breaker open', { exact: true }).first().waitFor()
    await page.locator('dd', { hasText: '100 %' }).waitFor()
    // Clients saw nothing of it; the provider failed all the same.
    await page.getByRole('progressbar', { name: 'openai: 0 %' }).waitFor({ state: 'attached' })
    await page.getByRole('progressbar', { name: 'anthropic: 100 %' }).waitFor()
    await page.getByText('3 of 3 attempts failed').waitFor()
    await tab.look('overview')
    await page.getByRole('radio', { name: 'Month' }).press('Space')
    await page.getByText('Switch time p50 / p99').waitFor()

    await page.getByRole('radio', { name: /In trouble/ }).press('Space')
    await expect.poll(() => page.getByText('claude/anthropic', { exact: true }).count()).toBe(0)
    // The oldest one: later requests did not even try the place whose breaker is open.
    await page.getByRole('link', { name: 'Record' }).last().click()
    await page.getByText('Then: moved to the next model.').waitFor()
  })

  it('says what to do where there are no models', async () => {
    await using backstay = await startBackstay({ keys: [{ name: 'app', key: '${KEY}' }] }, 0)
    await using tab = await openConsole(backstay)
    await tab.page.getByText('No models yet').waitFor()
  })

  it('stays fluid with a thousand deployments, and finds one by its name', async () => {
    const models = Array.from({ length: 1_000 }, (_, n) => ({
      name: `model-${n}`,
      deployments: [{ provider: 'openai', model: `m${n}` }],
    }))
    await using backstay = await startBackstay({ ...CONFIG, models }, 2)
    await using tab = await openConsole(backstay)
    const { page } = tab
    await page.getByText('120 of 1,000 are shown').waitFor()
    await page.getByLabel('Find a deployment').fill('model-777')
    await page.getByText('model-777/openai').waitFor()
  })
})
