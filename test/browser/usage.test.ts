import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    { name: 'gpt-4o', fallbacks: ['claude'], deployments: [{ provider: 'openai', model: 'gpt-4o' }] },
    { name: 'claude', deployments: [{ provider: 'anthropic', model: 'claude-sonnet-4-5' }] },
  ],
  breaker: { failures: 100, min_requests: 100 },
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('usage', () => {
  it('shows a fallback in its row, and in its record what was tried when and why', async () => {
    await using backstay = await startBackstay(CONFIG)
    backstay.simulators[0]?.script.always(overloaded())
    for (let n = 0; n < 3; n++) await ask(backstay.client, { model: 'gpt-4o', stream: n === 1 })
    await ask(backstay.client, { model: 'claude', stream: false })
    await backstay.records(4)

    await using tab = await openConsole(backstay, '/usage')
    const { page } = tab
    await page.getByText('gpt-4o → claude').first().waitFor()
    expect(await page.getByText('gpt-4o → claude').count()).toBe(3)
    expect(await page.getByLabel('Routed', { exact: true }).count()).toBe(3)
    await tab.look('usage')

    await page.getByLabel('Routed only').focus()
    await page.keyboard.press('Space')
    await page.getByText('3 loaded').waitFor()
    expect(page.url()).toContain('routed=true')

    await page
      .getByRole('link')
      .filter({ has: page.locator('time') })
      .first()
      .click()
    await page.getByRole('heading', { name: 'Attempts' }).waitFor()
    await page.getByText('gpt-4o/openai').first().waitFor()
    await page.getByText('Then: moved to the next model.').waitFor()
    await page.getByText('Then: this was the answer.').waitFor()
    await tab.look('usage-record')
    await page.goBack()
    await page.getByText('3 loaded').waitFor()
  })

  it('exports what the filters show as CSV', async () => {
    await using backstay = await startBackstay(CONFIG)
    for (let n = 0; n < 2; n++) await ask(backstay.client, { model: 'claude', stream: false })
    await ask(backstay.client, { model: 'gpt-4o', stream: false })
    await backstay.records(3)

    await using tab = await openConsole(backstay, '/usage?model=claude')
    const { page } = tab
    await page.getByText('2 loaded').waitFor()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CSV' }).click(),
    ])
    const folder = await mkdtemp(join(tmpdir(), 'backstay-csv-'))
    await download.saveAs(join(folder, 'usage.csv'))
    const lines = (await readFile(join(folder, 'usage.csv'), 'utf8')).trim().split('\r\n')
    await rm(folder, { recursive: true })
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('requested_model,served_model')
    expect(lines[1]).toContain(',claude,claude,anthropic,')
  })

  it('says what to do where there is nothing', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/usage')
    await tab.page.getByText('No requests here').waitFor()
    await tab.look('usage-empty')
  })
})
