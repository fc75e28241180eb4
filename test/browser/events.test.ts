import { describe, expect, it } from 'vitest'
import { overloaded } from '#simulator/faults'
import { ask } from '../e2e/ask.ts'
import { askAdmin } from '../e2e/ask-admin.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: {
    openai: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' },
    anthropic: { kind: 'openai', base_url: '${SIM1}', api_key: 'two' },
  },
  models: [
    { name: 'gpt-4o', fallbacks: ['claude'], deployments: [{ provider: 'openai', model: 'gpt-4o' }] },
    { name: 'claude', deployments: [{ provider: 'anthropic', model: 'claude-sonnet-4-5' }] },
  ],
  breaker: { failures: 2, open_ms: 600_000, open_max_ms: 600_000 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('events and audit', () => {
  it('lists what happened, and what happens while somebody looks', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/events')
    const { page } = tab
    await page.getByText('Configuration loaded').first().waitFor()
    await page.getByText('Live', { exact: true }).waitFor()

    backstay.simulators[0]?.script.always(overloaded())
    for (let n = 0; n < 3; n++) await ask(backstay.client, { model: 'gpt-4o', stream: false })
    await page
      .getByText(/gpt-4o\/openai → claude\/anthropic because of overloaded/)
      .first()
      .waitFor()
    await page.getByRole('cell', { name: 'Breaker opened' }).waitFor()
    await tab.look('events')

    await page.getByRole('combobox', { name: 'Kind of event' }).click()
    await page.getByRole('option', { name: 'Breaker opened' }).click()
    await page.getByText(/open for .* because of overloaded/).waitFor()
    await expect.poll(() => page.getByText(/→/).count()).toBe(0)
  })

  it('says who changed what, with before and after', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/events')
    const { page } = tab
    await page.getByRole('tab', { name: 'Audit log' }).press('Enter')
    await page.getByText('Nobody has changed anything yet').waitFor()

    const state = { state: 'drain', reason: 'maintenance' }
    const { status } = await askAdmin(backstay, `deployments/${encodeURIComponent('gpt-4o/openai')}/state`, {
      body: state,
    })
    expect(status).toBe(200)
    await page.reload()
    await page.getByRole('button', { name: 'Before and after' }).click()
    await page.getByRole('dialog').getByText('maintenance').waitFor()
    await page.keyboard.press('Escape')
    await tab.look('audit')
  })
})
