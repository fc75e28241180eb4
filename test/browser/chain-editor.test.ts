import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { overloaded } from '#simulator/faults'
import { ask } from '../e2e/ask.ts'
import { askAdmin } from '../e2e/ask-admin.ts'
import type { Backstay } from '../e2e/start-backstay.ts'
import { startBackstay } from '../e2e/start-backstay.ts'
import { hasBrowser, openConsole } from './open-console.ts'

const CONFIG = {
  providers: {
    openai: { kind: 'openai', base_url: '${SIM0}', api_key: 'one' },
    anthropic: { kind: 'anthropic', base_url: '${HOST1}', api_key: 'two' },
  },
  models: [
    { name: 'openai/gpt-4o', deployments: [{ provider: 'openai', model: 'gpt-4o' }] },
    { name: 'small', deployments: [{ provider: 'openai', model: 'gpt-4o-mini' }] },
  ],
  keys: [{ name: 'app', key: '${KEY}' }],
}

const CHAIN = {
  name: 'stored',
  models: [{ model: 'openai/gpt-4o' }, { provider: 'anthropic', model: 'claude-sonnet-4-6' }],
  triggers: ['error', { type: 'latency', thresholdMs: 5_000 }],
}

/** A chain as it is in force. */
async function chainOf(backstay: Backstay, name: string): Promise<unknown> {
  return (await askAdmin(backstay, `chains/${name}`)).body
}

async function stored(backstay: Backstay): Promise<void> {
  expect(await askAdmin(backstay, 'chains', { body: CHAIN })).toMatchObject({ status: 201 })
}

const yamlOf = (page: Page) => page.getByRole('textbox', { name: 'The chain as YAML' })
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })
const trigger = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** Drags what has one name to where another one is, which is the place of that number. */
async function drag(page: Page, [name, to]: readonly [string, string], position: number): Promise<void> {
  const middle = async (of: string): Promise<{ readonly x: number; readonly y: number }> => {
    const box = await page.getByRole('button', { name: of, exact: true }).boundingBox()
    if (box === null) throw new Error(`${of} is not in sight`)
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  const [from, target] = [await middle(name), await middle(to)]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  // Moved to and fro until the page says where it would be put: a busy machine takes some moves together.
  let step = 0
  await expect
    .poll(async () => {
      await page.mouse.move(target.x, target.y + 4 + (step++ % 3), { steps: 5 })
      return page.locator('[aria-live="assertive"]').allTextContents()
    })
    .toEqual(expect.arrayContaining([expect.stringContaining(`to position ${position}`)]))
  await page.mouse.up()
}

describe.skipIf(!hasBrowser)('the editor of chains', () => {
  it('makes a chain of a template, by mouse and by keys, that requests follow', async () => {
    await using backstay = await startBackstay(CONFIG)
    await using tab = await openConsole(backstay, '/chains')
    const { page } = tab
    await page.getByRole('button', { name: 'Add chain' }).click()
    await page.getByRole('menuitem', { name: 'Complex reasoning' }).click()
    await page.getByText('Nobody here serves gemini-3.1-pro-preview').waitFor()
    const models = page.getByRole('combobox', { name: /^Model of step/u })
    await expect.poll(() => models.count()).toBe(2)
    const order = async () => Promise.all((await models.all()).map((one) => one.inputValue()))
    expect(await order()).toEqual(['openai/gpt-4o', 'claude-sonnet-4-6'])

    // A third step, moved up by a button, and then to the top with the keys of the handle.
    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByRole('combobox', { name: 'Model of step 3' }).fill('small')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Move small up' }).click()
    await expect.poll(order).toEqual(['openai/gpt-4o', 'small', 'claude-sonnet-4-6'])
    await page.getByRole('button', { name: 'Move small', exact: true }).focus()
    const told = page.locator('[aria-live="assertive"]')
    await page.keyboard.press('Space')
    await told.filter({ hasText: 'lifted an item in position 2' }).waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowUp')
    await told.filter({ hasText: 'to position 1' }).waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await expect.poll(order).toEqual(['small', 'openai/gpt-4o', 'claude-sonnet-4-6'])
    // And down again with the mouse.
    await drag(page, ['Move small', 'Move claude-sonnet-4-6'], 3)
    await expect.poll(order).toEqual(['openai/gpt-4o', 'claude-sonnet-4-6', 'small'])
    await page.getByRole('button', { name: 'Remove small' }).click()

    await page.getByLabel('Name', { exact: false }).first().fill('reasoning')
    expect(await trigger(page, 'Rate limit').getByRole('checkbox').isChecked()).toBe(true)
    await trigger(page, 'Latency').getByRole('checkbox').check()
    await trigger(page, 'Latency').getByLabel('Longer than').fill('5000')
    await trigger(page, 'Error rate').getByRole('checkbox').check()
    await trigger(page, 'Error rate').getByLabel('Share of failures').fill('5')
    await page.getByLabel('Attempts per step').fill('2')
    // What it would do, before anything is saved.
    await page.getByRole('button', { name: 'Explain' }).click()
    await page.getByText('Who would be tried, in this order').waitFor()
    expect(await page.locator('tbody tr').first().innerText()).toContain('openai/gpt-4o/openai')
    await tab.look('chain-new')
    await save(page).click()
    await page.getByRole('heading', { name: 'reasoning', level: 1 }).waitFor()
    expect(await chainOf(backstay, 'reasoning')).toMatchObject({
      models: [{ model: 'openai/gpt-4o' }, { provider: 'anthropic', model: 'claude-sonnet-4-6' }],
      triggers: [
        'rate_limit',
        'error',
        { type: 'latency', thresholdMs: 5_000 },
        { type: 'error_rate', threshold: 0.05 },
      ],
      retry: { maxAttempts: 2 },
    })

    backstay.simulators[0]?.script.always(overloaded())
    const { headers } = await ask(backstay.client, { model: 'reasoning', stream: false })
    expect(headers.get('x-backstay-provider')).toBe('anthropic')
  })

  it('shows in which line of the YAML an error is, and saves it once it is mended', async () => {
    await using backstay = await startBackstay(CONFIG)
    await stored(backstay)
    await using tab = await openConsole(backstay, '/chains/stored')
    const { page } = tab
    await page.getByRole('tab', { name: 'YAML' }).click()
    const text = await yamlOf(page).inputValue()
    expect(text).toContain('threshold_ms: 5000')
    const lines = text.split('\n')
    const at = lines.findIndex((line) => line.includes('threshold_ms'))
    const wrong = lines.with(at, '    treshold_ms: 5000').join('\n')
    await yamlOf(page).fill(wrong)
    await page.getByText(/triggers\[1\]\.treshold_ms: .*threshold_ms/u).waitFor()
    const shown = page.getByRole('button', { name: `Line ${at + 1}:` })
    await shown.click()
    // The line is selected, and marked.
    const selected = await page.evaluate<string>(
      '(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.activeElement)',
    )
    expect(selected).toBe('    treshold_ms: 5000')
    expect(await page.locator('[data-problem]').innerText()).toBe(String(at + 1))
    await expect.poll(() => save(page).isDisabled()).toBe(true)
    await tab.look('chain-yaml-error')
    await page.getByRole('tab', { name: 'Form' }).click()
    await page.getByText('The form can show it once nothing is wrong').waitFor()

    await yamlOf(page).fill(lines.with(at, '    threshold_ms: 2500').join('\n'))
    await expect.poll(() => save(page).isEnabled()).toBe(true)
    await save(page).click()
    await page.getByText('stored is saved.').waitFor()
    await expect.poll(() => save(page).isDisabled()).toBe(true)
    expect(await yamlOf(page).inputValue()).toContain('threshold_ms: 2500')
    await page.getByRole('tab', { name: 'Form' }).click()
    const latency = trigger(page, 'Latency').getByLabel('Longer than')
    await expect.poll(() => latency.inputValue()).toBe('2,500 ms')
    expect(await chainOf(backstay, 'stored')).toMatchObject({
      triggers: ['error', { type: 'latency', thresholdMs: 2_500 }],
    })
  })

  it('shows what somebody else has saved meanwhile, and lets one of both stand; asks before leaving', async () => {
    await using backstay = await startBackstay(CONFIG)
    await stored(backstay)
    await using tab = await openConsole(backstay, '/chains/stored')
    const { page } = tab
    await page.getByLabel('Attempts per step').fill('4')
    const patch = (body: object) => askAdmin(backstay, 'chains/stored', { method: 'PATCH', body })
    expect(await patch({ retry: { maxAttempts: 2 } })).toMatchObject({ status: 200 })
    await expect.poll(() => save(page).isEnabled()).toBe(true)
    await save(page).click()
    await page.getByText('Somebody else has changed stored meanwhile').waitFor()
    await page.getByRole('region', { name: 'Theirs' }).getByText('max_attempts: 2').waitFor()
    await page.getByRole('region', { name: 'Yours' }).getByText('max_attempts: 4').waitFor()
    await tab.look('chain-conflict')
    await page.getByRole('button', { name: 'Keep mine' }).click()
    await save(page).click()
    await page.getByText('stored is saved.').waitFor()
    expect(await chainOf(backstay, 'stored')).toMatchObject({ retry: { maxAttempts: 4 } })

    // Changed again: nobody leaves without being asked.
    await trigger(page, 'Authentication').getByRole('checkbox').check()
    await page.getByRole('link', { name: 'All chains' }).click()
    await page.getByText('Leave without saving?').waitFor()
    await page.getByRole('button', { name: 'Stay here' }).click()
    expect(await trigger(page, 'Authentication').getByRole('checkbox').isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await trigger(page, 'Authentication').getByRole('checkbox').isChecked()).toBe(false)
    await page.getByRole('link', { name: 'All chains' }).click()
    await page.getByRole('heading', { name: 'Fallback chains' }).waitFor()
  })

  it('duplicates and deletes, but not what somebody names', async () => {
    await using backstay = await startBackstay(CONFIG)
    await stored(backstay)
    const body = { fallback: { default: ['stored'] } }
    expect(await askAdmin(backstay, 'settings', { method: 'PATCH', body })).toMatchObject({ status: 200 })
    await using tab = await openConsole(backstay, '/chains')
    const { page } = tab
    await page.getByRole('button', { name: 'Actions of stored' }).click()
    await page.getByText(/^Still named by settings/u).waitFor()
    const remove = page.getByRole('menuitem', { name: 'Delete' })
    expect(await remove.isDisabled()).toBe(true)
    await page.getByRole('menuitem', { name: 'Duplicate' }).click()
    await expect.poll(() => save(page).isEnabled()).toBe(true)
    await save(page).click()
    await page.getByRole('heading', { name: 'stored-copy', level: 1 }).waitFor()

    await page.getByRole('button', { name: 'Actions of stored-copy' }).click()
    await remove.click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('heading', { name: 'Fallback chains' }).waitFor()
    await page.getByRole('link', { name: 'stored-copy' }).waitFor({ state: 'detached' })
    expect(await askAdmin(backstay, 'chains/stored-copy')).toMatchObject({ status: 404 })
  })
})
