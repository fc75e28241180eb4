import { describe, it } from 'vitest'
import { overloaded } from '#simulator/faults'
import { KEY, startBackstay } from '../e2e/start-backstay.ts'
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
          { provider: 'openai', model: 'gpt-4-turbo' },
          { provider: 'anthropic', model: 'claude-3-opus' },
        ],
        triggers: ['error'],
      },
    ],
  },
  breaker: { failures: 100, min_requests: 100 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('the playground', () => {
  it('shows an answer with the attempts behind it, streamed and whole, and the same call in three languages', async () => {
    await using backstay = await startBackstay(CONFIG)
    backstay.simulators[0]?.script.always(overloaded())
    await using tab = await openConsole(backstay, '/playground')
    const { page } = tab
    await page.getByText('Nothing sent yet').waitFor()
    await page.getByLabel(/^API key/).fill(KEY)
    await page.getByRole('combobox', { name: 'Model or chain' }).click()
    await page.getByRole('option', { name: 'premium-reasoning' }).click()
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Then: moved to the next model.').waitFor()
    await page.getByText('claude-3-opus/anthropic').first().waitFor()
    await tab.look('playground')

    await page.getByLabel('Stream the answer').press('Space')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Then: moved to the next model.').waitFor()
    await page.getByRole('tab', { name: 'Python' }).press('Enter')
    await page.getByText('client.chat.completions.create').waitFor()
    await page.getByRole('link', { name: 'Open the record' }).click()
    await page.getByRole('heading', { name: 'Attempts' }).waitFor()
  })
})
