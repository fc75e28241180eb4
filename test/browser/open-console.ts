import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { expect, inject } from 'vitest'
import type { Backstay } from '../e2e/start-backstay.ts'
import { ADMIN_TOKEN } from '../e2e/start-backstay.ts'
import { violationsOf } from './accessibility.ts'

const SCREENS = join(import.meta.dirname, '../../docs/screens')
/** Nobody signed in yet; a record that is not written yet; a change that somebody else was faster with. */
const EXPECTED = /status of (401|404|412)/
const WAIT_MS = 90_000
const DESKTOP = { width: 1280, height: 800 }
/** Against hanging: machines may be shared. */
const PATIENCE_MS = 90_000
const PHONE = { width: 390, height: 844 }

/** False where this machine has no browser: the tests are skipped by name. */
export const hasBrowser = inject('browser') !== null

let browser: Promise<Browser> | null = null

/** A tab of the console, and what a person would notice of it. */
export interface ConsoleTab extends AsyncDisposable {
  readonly page: Page
  /** Fails on serious violations, in the light and the dark scheme, on a desktop and a phone; takes pictures if asked to. */
  look(name: string): Promise<void>
}

interface ConsoleOptions extends BrowserContextOptions {
  readonly signedIn?: boolean
  /** What the browser may complain of; everything else fails the test. */
  readonly expected?: RegExp
}

/** Opens a page of the console in a tab of its own, signed in unless told otherwise. */
export async function openConsole(
  { adminUrl }: Pick<Backstay, 'adminUrl'>,
  path = '/',
  { signedIn = true, expected = EXPECTED, ...options }: ConsoleOptions = {},
): Promise<ConsoleTab> {
  browser ??= chromium.connect(inject('browser') ?? '')
  const context = await (
    await browser
  ).newContext({
    viewport: DESKTOP,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
    ...options,
  })
  // Against hanging, not a measure of speed: machines may be shared.
  context.setDefaultTimeout(WAIT_MS)
  if (signedIn) {
    await context.addInitScript(([key, token]) => sessionStorage.setItem(key, token), [
      'backstay.admin-token',
      ADMIN_TOKEN,
    ] as const)
  }
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => {
    if (!expected.test(String(error))) complaints.push(String(error))
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text())
  })
  await page.goto(`${adminUrl}/console${path === '/' ? '' : path}`)
  return {
    page,
    look: async (name) => {
      // What is under the mouse has other colors.
      await page.mouse.move(0, 0)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
        await atSize(page, PHONE)
        // Once what moves has come to rest.
        await expect
          .poll(() => tooWide(page), { message: `${name} is wider than a phone`, timeout: 10_000 })
          .toEqual([])
        await picture(page, `${name}-390-${colorScheme}`)
        await atSize(page, DESKTOP)
        const looked = colorScheme === 'light' ? 'everything' : 'colors'
        // Colors that still change from one scheme to the other are nobody's to read.
        await expect
          .poll(() => violationsOf(page, looked), { message: `${name}, ${colorScheme}`, timeout: 10_000 })
          .toEqual([])
        await picture(page, `${name}-1280-${colorScheme}`)
      }
    },
    [Symbol.asyncDispose]: async () => {
      await context.close()
      // Nothing that the browser complained of is passed over, such as what the policy of the page forbids.
      expect(complaints).toEqual([])
    },
  }
}

async function atSize(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  await page.setViewportSize(size)
  // Two frames: the layout, and what reacts to it.
  await page.evaluate('new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))')
}

/** Goes to another screen as a link does: without loading everything anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate(`new Promise((gone) => {
    history.pushState({}, '', '/console${path === '/' ? '' : path}')
    requestAnimationFrame(() => requestAnimationFrame(gone))
  })`)
}

/** What sticks out of the page where the whole of it can be moved to the side. */
export async function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`
    document.documentElement.scrollWidth <= window.innerWidth ? [] :
      [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
        .map((one) => one.tagName + ' ' + one.className + ' ' + (one.textContent ?? '').slice(0, 40)).slice(0, 5)`)
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env['SCREENS'] !== 'write') return
  await mkdir(SCREENS, { recursive: true })
  // Nothing is under the mouse, and the window is as high as the page: what is fixed to its edges is where it belongs.
  await page.mouse.move(0, 0)
  await page.waitForFunction('document.querySelector(".mantine-Skeleton-root") === null')
  const size = page.viewportSize() ?? DESKTOP
  const height = await page.evaluate<number>('document.documentElement.scrollHeight')
  await atSize(page, { ...size, height: Math.max(size.height, height) })
  await page.screenshot({ path: join(SCREENS, `${name}.png`), animations: 'disabled', caret: 'hide' })
  await atSize(page, size)
}
