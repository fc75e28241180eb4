import { writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { startSimulator } from '#simulator/simulator'
import { CHROMIUM_ARGUMENTS, findChromium } from '../../../test/browser/find-chromium.ts'
import { startBackstay } from '../../backstay-process.ts'
import { bigWorkspace } from './big-workspace.ts'
import type { Screen } from './screens.ts'
import { SCREENS } from './screens.ts'
import type { Frames } from './watch-page.ts'
import { noting, profiled, scrollThrough, typeInto, untilShown, WATCHER } from './watch-page.ts'

const TOKEN = 'store-speed-0123456789'
const SIZE = { width: 1_280, height: 800 }
/** Against hanging. */
const LIMIT_MS = 120_000
const SETTLED_MS = 1_000
/** A frame may take so much longer than one of an empty page, or so long. */
const GOAL_RATIO = 1.5
const GOAL_MS = 20
/** As high as a list of 1,000 rows. */
const EMPTY_PAGE = 'data:text/html,<!doctype html><title>Empty</title><body style="height:40000px">'

interface BrowserRun {
  readonly storeUrl: string
  /** For what the gateway writes. */
  readonly folder: string
  /** Where profiles go; `null`: none are taken. */
  readonly profiles: string | null
  readonly say: (line: string) => void
}

interface Seen {
  readonly frames: Frames
  readonly shownMs: number | null
  readonly keysMs: readonly number[]
}

/** Uses the console over a large store and configuration as somebody would; how many screens are not fluid. */
export async function useConsole(run: BrowserRun): Promise<number> {
  const { storeUrl, folder, profiles, say } = run
  const executablePath = await findChromium()
  if (executablePath === null) throw new Error('--browser needs chromium on the PATH.')
  await using simulator = await closing(startSimulator())
  const settings = { ...bigWorkspace(simulator.baseUrl), store: storeUrl }
  const env = { BACKSTAY_ADMIN_TOKEN: TOKEN }
  const gateway = await startBackstay({ folder, name: 'console', settings, env })
  await using browser = await closing(
    chromium.launch({ executablePath, headless: true, args: [...CHROMIUM_ARGUMENTS] }),
  )
  const context = await browser.newContext({ viewport: SIZE })
  context.setDefaultTimeout(LIMIT_MS)
  await context.addInitScript(WATCHER)
  const reference = await emptyPage(context)
  const goalMs = Math.max(GOAL_MS, GOAL_RATIO * reference.meanMs)
  say(`\nin Chromium, frames while scrolling; load ${loadNow()}`)
  say(line({ name: 'empty page' }, { frames: reference, shownMs: null, keysMs: [] }))
  await context.addInitScript(
    `if (location.protocol !== 'data:') sessionStorage.setItem('backstay.admin-token', '${TOKEN}')`,
  )
  let slow = 0
  for (const screen of SCREENS) {
    const page = await context.newPage()
    const seen = await useScreen(page, { screen, url: `http://127.0.0.1:${gateway.port}/console`, profiles })
    await page.close()
    if (seen.frames.meanMs > goalMs) slow++
    say(line(screen, seen))
  }
  await gateway.stop()
  say(`goal: frames of at most ${goalMs.toFixed(1)} ms in the mean; load ${loadNow()} at the end`)
  return slow
}

async function emptyPage(context: BrowserContext): Promise<Frames> {
  const page = await context.newPage()
  await page.goto(EMPTY_PAGE)
  const frames = await scrollThrough(page, null)
  await page.close()
  return frames
}

interface ScreenUse {
  readonly screen: Screen
  readonly url: string
  readonly profiles: string | null
}

async function useScreen(page: Page, { screen, url, profiles }: ScreenUse): Promise<Seen> {
  const { name, path, shown, list, filter, typed } = screen
  await page.addInitScript(noting(shown))
  await page.goto(`${url}${path}`)
  const shownMs = await untilShown(page, name)
  // What is loaded beside the data is not part of the scrolling.
  await page.waitForTimeout(SETTLED_MS)
  let frames: Frames | null = null
  const scroll = async (): Promise<void> => {
    frames = await scrollThrough(page, list)
  }
  if (profiles === null) await scroll()
  else {
    const profile = await profiled(await page.context().newCDPSession(page), scroll)
    await writeFile(join(profiles, `${name.replaceAll(' ', '-')}.cpuprofile`), JSON.stringify(profile))
  }
  if (frames === null) throw new Error(`${name} was not scrolled.`)
  const keysMs = filter === null ? [] : await typeInto(page, filter, typed)
  return { frames, shownMs, keysMs }
}

/** Ends what has only `close`. */
async function closing<Closed extends { close(): Promise<unknown> }>(
  opened: Promise<Closed>,
): Promise<Closed & AsyncDisposable> {
  const one = await opened
  return Object.assign(one, {
    [Symbol.asyncDispose]: async () => {
      await one.close()
    },
  })
}

function line({ name }: Pick<Screen, 'name'>, { frames, shownMs, keysMs }: Seen): string {
  const { meanMs, p95Ms, worstMs, longTasks, longestTaskMs, cpuMsPerSecond } = frames
  const slowest =
    keysMs.length === 0
      ? ''
      : `; a key ${mean(keysMs).toFixed(0)}, ${Math.max(...keysMs).toFixed(0)} at worst`
  const shown = shownMs === null ? '' : `; shown after ${shownMs.toFixed(0)}`
  return `${name.padEnd(10)} mean ${meanMs.toFixed(1)} ms, p95 ${p95Ms.toFixed(0)}, worst ${worstMs.toFixed(0)}; CPU ${(cpuMsPerSecond / 10).toFixed(0)} %; ${longTasks} tasks over 50, longest ${longestTaskMs.toFixed(0)}${slowest}${shown}`
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function loadNow(): string {
  return (loadavg()[0] ?? 0).toFixed(1)
}
