import { setTimeout as pause } from 'node:timers/promises'
import { type BackstayProcess, startBackstay } from '../backstay-process.ts'
import type { Bench } from '../bench.ts'
import { type Finding, ratios } from '../finding.ts'
import { holdStreams } from '../load/held-streams.ts'
import { runWrk } from '../load/wrk.ts'
import { peakMb } from '../measure/resident-memory.ts'
import { verify } from '../measure/verify.ts'
import { backstayAt, benchSettings } from '../targets/backstay.ts'

const STREAMS = 1_000
const IDLE_AFTER_MS = 2_000
const WATCHED_SECONDS = 3
const SLICE_SECONDS = 2
/** Slowest that requests may come before it is given up. */
const LEAST_PER_SECOND = 300
const GOALS_MB = { idle: 120, streams: 250 }
/** Flat: what is held after half of the requests grows by no more than this until the end. */
const GROWTH_GOAL = 1.1

interface Held {
  readonly idle: number
  readonly streams: number
}

/** What Backstay holds in memory: idle, with many open streams, and over many requests. */
export async function measureMemory(bench: Bench): Promise<Finding[]> {
  const held: Held[] = []
  for (let round = 0; round < bench.rounds; round++) {
    bench.say(`memory, idle and with ${STREAMS} streams, ${round + 1} of ${bench.rounds}`)
    held.push(await withBackstay(bench, `memory-${round}`, (running) => idleAndStreams(running)))
  }
  bench.say(`memory over ${bench.requests} requests`)
  const { half, end, sent } = await withBackstay(bench, 'memory-growth', (running) => growth(bench, running))
  const megabytes = (what: string, values: readonly number[], goal: number | null): Finding => {
    return { what: `Backstay: memory, ${what}`, against: '–', unit: 'MB', values, goal }
  }
  const after = (requests: number): string => `after ${requests.toLocaleString('en')} requests`
  return [
    megabytes(
      'idle',
      held.map(({ idle }) => idle),
      GOALS_MB.idle,
    ),
    megabytes(
      `${STREAMS.toLocaleString('en')} open streams`,
      held.map(({ streams }) => streams),
      GOALS_MB.streams,
    ),
    {
      what: `Backstay: memory ${after(sent)}`,
      against: 'after half of them',
      unit: '×',
      values: ratios([end], [half]),
      goal: GROWTH_GOAL,
    },
    megabytes(after(sent), [end], null),
  ]
}

async function withBackstay<Value>(
  { folder, upstream }: Bench,
  name: string,
  measure: (running: BackstayProcess) => Promise<Value>,
): Promise<Value> {
  const running = await startBackstay({ folder, name, settings: benchSettings(upstream) })
  try {
    return await measure(running)
  } finally {
    await running.stop()
  }
}

async function idleAndStreams(running: BackstayProcess): Promise<Held> {
  const target = backstayAt(running)
  await verify(target, 'unary')
  await pause(IDLE_AFTER_MS)
  const idle = await peakMb(running.pid, 1)
  const open = await holdStreams(target, STREAMS)
  try {
    return { idle, streams: await peakMb(running.pid, WATCHED_SECONDS) }
  } finally {
    open.close()
  }
}

/** The peaks of the last tenth before the middle and before the end, with the requests that were sent. */
async function growth(
  { requests, folder }: Bench,
  running: BackstayProcess,
): Promise<{ half: number; end: number; sent: number }> {
  const target = backstayAt(running)
  const limit = performance.now() + 60_000 + (requests / LEAST_PER_SECOND) * 1000
  const peaks: { readonly sent: number; readonly peak: number }[] = []
  let sent = 0
  while (sent < requests) {
    const load = runWrk(target, { kind: 'unary', bytes: 10_000 }, { folder, seconds: SLICE_SECONDS })
    const [peak, result] = await Promise.all([peakMb(running.pid, SLICE_SECONDS), load])
    if (result.errors > 0) throw new Error(`${result.errors} of ${result.requests} requests failed`)
    sent += result.requests
    peaks.push({ sent, peak })
    if (performance.now() > limit)
      throw new Error(`only ${sent} of ${requests} requests were answered in time`)
  }
  const before = (share: number): number => {
    const last = peaks.filter((one) => one.sent > (share - 0.1) * sent && one.sent <= share * sent)
    // So few slices that none ends there: the first one after it.
    const nearest = last.length > 0 ? last : peaks.filter((one) => one.sent >= share * sent).slice(0, 1)
    return Math.max(...nearest.map(({ peak }) => peak))
  }
  return { half: before(0.5), end: before(1), sent }
}
