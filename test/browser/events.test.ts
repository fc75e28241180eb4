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

  it('shows every version of the configuration with its difference, and goes back to one', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/events?tab=versions')
    const { page } = tab
    await page.getByText('Nothing was changed over the console yet').waitFor()

    const chain = { name: 'support', models: [{ model: 'gpt-4o' }, { model: 'claude' }], triggers: ['5xx'] }
    expect((await askAdmin(backstay, 'chains', { body: chain })).status).toBeLessThan(300)
    const change = { method: 'PATCH', body: { triggers: ['timeout'] } }
    expect((await askAdmin(backstay, 'chains/support', change)).status).toBe(200)
    expect((await askAdmin(backstay, 'chains/support', { method: 'DELETE' })).status).toBe(200)
    await page.reload()
    const versions = page.locator('tbody tr')
    await expect.poll(() => versions.count()).toBe(3)
    expect(await versions.nth(0).innerText()).toContain('Current')
    expect(await versions.nth(0).innerText()).toContain('Chain support removed')
    expect(await versions.nth(1).innerText()).toContain('Admin token')
    await tab.look('versions')

    await versions.nth(1).getByRole('button', { name: 'Difference' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('heading', { name: 'Chain support' }).waitFor()
    expect(await dialog.locator('del').allInnerTexts()).toEqual([expect.stringContaining('5xx')])
    expect(await dialog.locator('ins').allInnerTexts()).toEqual([expect.stringContaining('timeout')])
    await tab.look('version-difference')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await page.getByRole('button', { name: 'Roll back to version 1' }).click()
    await dialog.getByRole('button', { name: 'Roll back' }).click()
    await page.getByText('Version 4 is in force.').waitFor()
    await expect.poll(() => versions.count()).toBe(4)
    expect((await askAdmin(backstay, 'chains/support')).body).toMatchObject({ triggers: ['5xx'] })

    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as a file' }).click(),
    ])
    expect(file.suggestedFilename()).toBe('backstay.yaml')
  })
})
