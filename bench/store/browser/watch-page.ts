import type { CDPSession, Page } from 'playwright-core'

/** What a page did while somebody used it. */
export interface Frames {
  readonly count: number
  readonly meanMs: number
  readonly p95Ms: number
  readonly worstMs: number
  /** Tasks of over 50 ms, during which nothing reacts. */
  readonly longTasks: number
  readonly longestTaskMs: number
  /** CPU that the page's main thread took for a second, in milliseconds: says the same however busy the machine is. */
  readonly cpuMsPerSecond: number
}

const SCROLLED_MS = 4_000
const STEP_MS = 16
/** As fast as somebody moves who wants to get to the end. */
const PX_PER_SECOND = 10_000
const KEY_EVERY_MS = 100
const SHOWN_LIMIT_MS = 60_000

/** Notes every frame and every long task from before the page is there on, and how long a key takes until it is seen. */
export const WATCHER = `(() => {
  const frames = [], tasks = [], keys = []
  window.watched = { frames, tasks, keys }
  const note = (at) => { frames.push(at); requestAnimationFrame(note) }
  requestAnimationFrame(note)
  new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) tasks.push({ startTime, duration }) })
    .observe({ type: 'longtask', buffered: true })
  addEventListener('keydown', ({ timeStamp }) => {
    // After the next frame is painted.
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => keys.push(performance.now() - timeStamp)
      port2.postMessage(null) })
  }, true)
})()`

/** Notes in which frame something is true for the first time. */
export function noting(shown: string): string {
  return `(() => {
    const look = () => { if (document.body !== null && (${shown})) window.shownAt = performance.now()
      else requestAnimationFrame(look) }
    requestAnimationFrame(look)
  })()`
}

/** How long after the navigation began that was, milliseconds. */
export async function untilShown(page: Page, name: string): Promise<number> {
  for (
    const limit = performance.now() + SHOWN_LIMIT_MS;
    performance.now() < limit;
    await pause(KEY_EVERY_MS)
  ) {
    const at = await page.evaluate<number | null>('window.shownAt ?? null')
    if (at !== null) return at
  }
  throw new Error(`${name} showed nothing in ${SHOWN_LIMIT_MS / 1_000} s.`)
}

/** Turns the wheel for four seconds over what scrolls, from its top; the page when it is `null`. */
export async function scrollThrough(page: Page, list: string | null): Promise<Frames> {
  const target = list === null ? 'document.scrollingElement' : `document.querySelector('${list}')`
  const place = await page.evaluate<{ readonly x: number; readonly y: number }>(
    list === null
      ? `({ x: innerWidth / 2, y: innerHeight / 2 })`
      : `(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(${target}.getBoundingClientRect())`,
  )
  await page.mouse.move(place.x, place.y)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cpuBefore = await cpuMs(session)
  const start = await page.evaluate<number>('performance.now()')
  const began = performance.now()
  let moved = 0
  // The way depends on the time alone, however slow the page is.
  for (let elapsed = 0; elapsed < SCROLLED_MS; elapsed = performance.now() - began) {
    const to = (elapsed / 1_000) * PX_PER_SECOND
    await page.mouse.wheel(0, to - moved)
    moved = to
    const late = performance.now() - began - elapsed
    if (late < STEP_MS) await pause(STEP_MS - late)
  }
  const seconds = (performance.now() - began) / 1_000
  const cpuMsPerSecond = ((await cpuMs(session)) - cpuBefore) / seconds
  return { ...(await framesSince(page, start)), cpuMsPerSecond }
}

/** What the main thread has taken since the page began. */
async function cpuMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000
}

async function framesSince(page: Page, start: number): Promise<Omit<Frames, 'cpuMsPerSecond'>> {
  return page.evaluate(`(() => {
    const { frames, tasks } = window.watched
    const seen = frames.filter((at) => at >= ${start})
    const gaps = seen.slice(1).map((at, n) => at - seen[n]).toSorted((a, b) => a - b)
    const long = tasks.filter(({ startTime }) => startTime >= ${start}).map(({ duration }) => duration)
    return {
      count: gaps.length,
      meanMs: gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length,
      p95Ms: gaps[Math.floor(gaps.length * 0.95)] ?? 0,
      worstMs: gaps.at(-1) ?? 0,
      longTasks: long.length,
      longestTaskMs: Math.max(0, ...long),
    }
  })()`)
}

/** Types into a field; how long every key took until its effect was painted, milliseconds. */
export async function typeInto(page: Page, filter: string, text: string): Promise<readonly number[]> {
  await page.locator(filter).first().click()
  await page.evaluate('void (window.watched.keys.length = 0)')
  await page.keyboard.type(text, { delay: KEY_EVERY_MS })
  for (const _ of text) {
    await page.keyboard.press('Backspace')
    await pause(KEY_EVERY_MS)
  }
  return page.evaluate<number[]>('window.watched.keys')
}

/** Runs something with the sampling profiler on; the profile is for the developer tools of a browser. */
export async function profiled(session: CDPSession, work: () => Promise<void>): Promise<object> {
  await session.send('Profiler.enable')
  await session.send('Profiler.setSamplingInterval', { interval: 500 })
  await session.send('Profiler.start')
  await work()
  return (await session.send('Profiler.stop')).profile
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
}
