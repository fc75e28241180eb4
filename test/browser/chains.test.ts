import { describe, expect, it } from 'vitest'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: {
    openai: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' },
    anthropic: { kind: 'openai', base_url: '${SIM1}', api_key: 'two' },
  },
  models: [{ name: 'openai/gpt-4o', deployments: [{ provider: 'openai', model: 'gpt-4o' }] }],
  fallback: {
    chains: [
      {
        name: 'premium-reasoning',
        models: [
          { provider: 'openai', model: 'gpt-4-turbo', priority: 1 },
          { provider: 'anthropic', model: 'claude-3-opus', priority: 2 },
        ],
        triggers: [
          { type: 'rate_limit', enabled: true },
          { type: 'latency', threshold_ms: 5000 },
          { type: 'error_rate', threshold: 0.05 },
        ],
        retry: { max_attempts: 3, backoff: 'exponential' },
      },
      {
        name: 'fast-chat',
        models: [{ model: 'openai/gpt-4o' }, { provider: 'anthropic', model: 'claude-instant' }],
      },
    ],
  },
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('fallback chains', () => {
  it('are drawn with their triggers; one explains what it would do with a request', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/chains')
    const { page } = tab
    await page.getByText('latency > 5 s').waitFor()
    await page.getByText('error rate > 5 %').waitFor()
    await tab.look('chains')

    await page.getByRole('link', { name: 'premium-reasoning' }).click()
    await page.getByRole('heading', { name: 'premium-reasoning' }).waitFor()
    await page.getByRole('button', { name: 'Explain' }).click()
    await page.getByText('Who would be tried, in this order').waitFor()
    const places = page.locator('tbody tr')
    expect(await places.nth(0).innerText()).toContain('gpt-4-turbo/openai')
    expect(await places.nth(1).innerText()).toContain('claude-3-opus/anthropic')
    await tab.look('chain')
  })

  it('say where they come from when there are none', async () => {
    await using backstay = await startBackstay({ ...CONFIG, fallback: {} })
    await using tab = await openConsole(backstay, '/chains')
    await tab.page.getByText('No chains yet').waitFor()
    await tab.look('chains-empty')
  })
})
