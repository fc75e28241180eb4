import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askAdmin } from '../e2e/ask-admin.ts'
import type { Backstay } from '../e2e/start-backstay.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { violationsOf } from './accessibility.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const COMPANY = {
  id: 'company',
  name: 'Company account',
  issuer: 'https://login.example.com',
  client_id: 'backstay',
  client_secret: 'never-shown-0123456789',
}

const CONFIG = {
  admin: { sign_in: { providers: [COMPANY] } },
  retention: { rollup_days: 400 },
  providers: { one: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' } },
  models: [{ name: 'gpt-4o', deployments: [{ provider: 'one', model: 'gpt-4o' }] }],
  keys: [{ name: 'app', key: '${KEY}' }],
}

describe.skipIf(!hasBrowser)('the settings of the workspace', () => {
  let backstay: Backstay
  let pager: Server
  let url: string
  const received: string[] = []

  beforeAll(async () => {
    backstay = await startBackstay(CONFIG)
    pager = createServer((request, response) => {
      void text(request).then((body) => {
        received.push(body)
        response.writeHead(204).end()
      })
    })
    await new Promise<void>((resolve) => {
      pager.listen(0, '127.0.0.1', resolve)
    })
    url = `http://127.0.0.1:${(pager.address() as AddressInfo).port}/pager`
  })
  afterAll(async () => {
    pager.closeAllConnections()
    pager.close()
    await backstay.close()
  })

  it('have webhooks that are told of trouble: made, tried out, changed, removed', async () => {
    await using tab = await openConsole(backstay, '/alerts')
    const { page } = tab
    await page.getByText('Nobody is told yet').waitFor()
    await page.getByRole('button', { name: 'Add webhook' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('pager')
    await dialog.getByRole('textbox', { name: 'URL' }).fill(url)
    await tab.look('webhook-add')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Copy the secret now').waitFor()
    expect(await page.locator('pre').first().textContent()).toMatch(/^whsec_/)
    await page.getByRole('button', { name: 'I have copied it' }).click()

    const card = page.getByRole('region', { name: 'pager' })
    await card.getByText('Nothing sent yet').waitFor()
    await page.getByRole('button', { name: 'Send a test to pager' }).click()
    await card.getByText('Delivered', { exact: true }).waitFor()
    expect(received.map((body) => JSON.parse(body) as unknown)).toMatchObject([{ kind: 'test' }])

    await page.getByRole('button', { name: 'Edit pager' }).click()
    await dialog.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:1/nobody')
    await dialog.getByLabel('The store fails').uncheck()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await card.getByText('6 of 7 alerts').waitFor()
    await page.getByRole('button', { name: 'Send a test to pager' }).click()
    await card.getByText('Not delivered', { exact: true }).waitFor()
    await page.reload()
    await card.getByText('Not delivered', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Deliveries to pager' }).click()
    const deliveries = card.getByRole('region', { name: 'Deliveries to pager' })
    await deliveries.getByRole('row').nth(1).getByText('Given up').waitFor()
    await deliveries.getByRole('row').nth(2).getByText('Delivered').waitFor()
    expect(await deliveries.getByRole('row').count()).toBe(3)
    await page.getByRole('button', { name: 'Deliveries to pager' }).hover()
    expect(await violationsOf(page)).toEqual([])
    await tab.look('alerts')

    await page.getByRole('button', { name: 'Delete pager' }).click()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Nobody is told yet').waitFor()
  })

  it('say how people sign in and for how long things are kept; less is asked about first', async () => {
    await using tab = await openConsole(backstay, '/settings')
    const { page } = tab
    await page.getByText('Company account').waitFor()
    expect(await page.content()).not.toContain('never-shown')
    await page.getByLabel('Sums per day').waitFor()
    expect(await page.getByLabel('Sums per day').isDisabled()).toBe(true)
    await tab.look('settings')

    await page.getByLabel('Events').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved').first().waitFor()
    await page.getByLabel('Usage records').fill('30')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Save and remove' }).click()
    const kept = async () => (await askAdmin(backstay, 'settings')).body
    await expect.poll(kept).toMatchObject({ retention: { usageDays: 30, eventsDays: null, rollupDays: 400 } })
  })

  it('give the organization another name', async () => {
    await using tab = await openConsole(backstay, '/settings')
    const { page } = tab
    const name = page.getByLabel('Name of the organization')
    await name.fill('Harbor')
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByText('Saved').first().waitFor()
    const stored = async () => (await askAdmin(backstay, '/api/organisations/default')).body
    await expect.poll(stored).toMatchObject({ id: 'default', name: 'Harbor' })
    await page.reload()
    await expect.poll(() => name.inputValue()).toBe('Harbor')
  })

  it('change the colors of this browser', async () => {
    await using tab = await openConsole(backstay, '/settings')
    const { page } = tab
    await page.getByRole('radio', { name: 'Dark' }).press('Space')
    await expect.poll(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
  })
})
