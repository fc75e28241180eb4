import { type Bench, gateways, interleaved } from '../bench.ts'
import { differences, type Finding } from '../finding.ts'
import { type OpenLoop, runOpenLoop } from '../load/open-loop.ts'
import { quantile } from '../measure/statistics.ts'
import { verify } from '../measure/verify.ts'
import type { Target } from '../target.ts'
import { directTarget } from '../targets/direct.ts'

const PER_SECOND = 500
const BYTES = 10_000
const GOALS_MS = { p50: 0.5, p99: 3 }

/** Latency added to whole answers at a steady rate. */
export async function measureLatency(bench: Bench): Promise<Finding[]> {
  const base = directTarget(bench.upstream, 'unary')
  const targets = [base, ...gateways(bench)]
  for (const target of targets) await verify(target, 'unary')
  const load: OpenLoop = { kind: 'unary', bytes: BYTES, perSecond: PER_SECOND, seconds: bench.seconds }
  bench.say(`latency at ${PER_SECOND} requests/s`)
  const latencies = await interleaved(bench, targets, (target) => answered(target, load))
  const at = (target: Target, share: number): number[] =>
    latencies.get(target)?.map((values) => quantile(values, share)) ?? []
  const quantiles = [
    { name: 'p50', share: 0.5, goal: GOALS_MS.p50 },
    { name: 'p99', share: 0.99, goal: GOALS_MS.p99 },
  ]
  return quantiles.flatMap(({ name, share, goal }) => {
    const direct = at(base, share)
    const added = gateways(bench).map((target): Finding => ({
      what: `${target.name}: latency added at ${PER_SECOND} requests/s, ${name}`,
      against: 'direct',
      unit: 'ms',
      values: differences(at(target, share), direct),
      goal: target === bench.backstay ? goal : null,
    }))
    return [
      ...added,
      { what: `direct: latency, ${name}`, against: '–', unit: 'ms', values: direct, goal: null },
    ]
  })
}

/** The latencies of one run; throws when any request failed. */
export async function answered(target: Target, load: OpenLoop): Promise<readonly number[]> {
  const { latenciesMs, errors } = await runOpenLoop(target, load)
  if (errors.length > 0)
    throw new Error(`${target.name}: ${errors.length} requests failed, first: ${errors[0]}`)
  return latenciesMs
}
