import { describe, expect, it } from 'vitest'
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

  it('switches faults of simulated providers on and off, where there are any', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/playground')
    const { page } = tab
    const faults = page.getByRole('region', { name: 'Faults of simulated providers' })
    await faults.getByText('gpt-4-turbo at openai').waitFor()
    await faults.getByText('gpt-4o at openai').waitFor()
    // Only those behind what is asked for.
    await page.getByRole('combobox', { name: 'Model or chain' }).click()
    await page.getByRole('option', { name: 'premium-reasoning' }).click()
    await faults.getByText('gpt-4o at openai').waitFor({ state: 'detached' })

    const primary = faults.getByRole('combobox').first()
    await primary.click()
    await page.getByRole('option', { name: 'Rate limited (429)' }).click()
    await page.getByText('gpt-4-turbo/openai fails: Rate limited (429).').waitFor()
    expect(await statusAt(backstay.simulators[0]?.baseUrl ?? '')).toBe(429)
    await primary.click()
    await page.getByRole('option', { name: 'Answers', exact: true }).click()
    await page.getByText('gpt-4-turbo/openai answers again.').waitFor()
    expect(await statusAt(backstay.simulators[0]?.baseUrl ?? '')).toBe(200)

    // A stream that breaks is gone on with: the record tells what the headers could not know yet.
    await primary.click()
    await page.getByRole('option', { name: 'Breaks off in the middle of the answer' }).click()
    await page.getByText('gpt-4-turbo/openai fails: Breaks off').waitFor()
    await page.getByLabel(/^API key/).fill(KEY)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByText('Then: another one was to go on with the stream.').first().waitFor()
    await page.getByText(/so that every word of it can be checked\.$/u).waitFor()
    await page.locator('dd', { hasText: 'claude-3-opus/anthropic' }).waitFor()
  })

  it('says so where no provider is simulated', async () => {
    const models = [{ name: 'real', deployments: [{ provider: 'openai', model: 'gpt-4o' }] }]
    const providers = { openai: { kind: 'openai', base_url: '${DEAD}', api_key: 'one' } }
    await using backstay = await startBackstay({ ...CONFIG, providers, models, fallback: {} }, 0)
    await using tab = await openConsole(backstay, '/playground')
    await tab.page.getByText('No provider here is simulated').waitFor()
    await tab.look('playground-real')
  })
})

/** What the simulated provider answers to the key and the model of the chain's first step. */
async function statusAt(baseUrl: string): Promise<number> {
  const { status } = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer one' },
    body: JSON.stringify({ model: 'gpt-4-turbo', messages: [{ role: 'user', content: 'Hello' }] }),
  })
  return status
}
