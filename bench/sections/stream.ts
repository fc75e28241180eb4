import { type Bench, gateways, interleaved } from '../bench.ts'
import { type Finding, ratios } from '../finding.ts'
import { cpuCost } from '../measure/cpu-cost.ts'
import { verify } from '../measure/verify.ts'
import { warmUp } from '../measure/warm-up.ts'
import type { Target } from '../target.ts'
import { eventsSent, STREAM_EVENTS } from '../upstream.ts'

const BYTES = 300
const WARM_UP_SECONDS = 8
const GOAL = 2.5

/** CPU per event: of streams that come all at once, and of streams whose events come one by one. */
export async function measureStream(bench: Bench): Promise<Finding[]> {
  const targets = gateways(bench)
  for (const target of targets) {
    await verify(target, 'stream')
    await verify(target, 'steady')
  }
  bench.say(`streams of ${STREAM_EVENTS} events, sent all at once`)
  const atOnce = await perEvent(bench, targets, (target, run) => costAtOnce(target, run))
  bench.say('streams of 200 events, sent one by one')
  const oneByOne = await perEvent(bench, targets, (target, run) => costOneByOne(bench, target, run))
  return [...compare(bench, 'sent all at once', atOnce), ...compare(bench, 'sent one by one', oneByOne)]
}

interface Run {
  readonly seconds: number
  readonly folder: string
}

async function perEvent(
  bench: Bench,
  targets: readonly Target[],
  measure: (target: Target, run: Run) => Promise<number>,
): Promise<Map<Target, number[]>> {
  await warmUp(targets, WARM_UP_SECONDS, (target, seconds) => measure(target, { ...bench, seconds }))
  return interleaved(bench, targets, (target) => measure(target, bench))
}

async function costAtOnce(target: Target, run: Run): Promise<number> {
  const { microseconds, requests } = await cpuCost(target, { kind: 'stream', bytes: BYTES }, run)
  return microseconds / requests / STREAM_EVENTS
}

// The load ends in the middle of streams: what counts is what the upstream sent.
async function costOneByOne(bench: Bench, target: Target, run: Run): Promise<number> {
  const before = await eventsSent(bench.upstream)
  const { microseconds } = await cpuCost(target, { kind: 'steady', bytes: BYTES }, run)
  return microseconds / ((await eventsSent(bench.upstream)) - before)
}

function compare(bench: Bench, how: string, costs: ReadonlyMap<Target, readonly number[]>): Finding[] {
  const cpu = (target: Target): readonly number[] => costs.get(target) ?? []
  return gateways(bench).flatMap((target): Finding[] => {
    const what = `${target.name}: CPU per streamed event, ${how}`
    const absolute: Finding = { what, against: '–', unit: 'µs', values: cpu(target), goal: null }
    if (target === bench.nginx) return [absolute]
    const goal = target === bench.backstay ? GOAL : null
    return [
      { what, against: 'nginx', unit: '×', values: ratios(cpu(target), cpu(bench.nginx)), goal },
      absolute,
    ]
  })
}
