import { type Bench, gateways, interleaved } from '../bench.ts'
import { differences, type Finding } from '../finding.ts'
import type { OpenLoop } from '../load/open-loop.ts'
import { median } from '../measure/statistics.ts'
import { verify } from '../measure/verify.ts'
import type { Target } from '../target.ts'
import { directTarget } from '../targets/direct.ts'
import { answered } from './latency.ts'

const PER_SECOND = 50
const GOAL_MS = 1

/** Time to the first token added to streams that come at a provider's pace. */
export async function measureTtft(bench: Bench): Promise<Finding[]> {
  const base = directTarget(bench.upstream, 'paced')
  const targets = [base, ...gateways(bench)]
  for (const target of targets) await verify(target, 'paced')
  const load: OpenLoop = { kind: 'paced', bytes: 10_000, perSecond: PER_SECOND, seconds: bench.seconds }
  bench.say(`time to first token at ${PER_SECOND} streams/s`)
  const latencies = await interleaved(bench, targets, (target) => answered(target, load))
  const medians = (target: Target): number[] => latencies.get(target)?.map(median) ?? []
  const direct = medians(base)
  const added = gateways(bench).map((target): Finding => ({
    what: `${target.name}: time to first token added, median`,
    against: 'direct',
    unit: 'ms',
    values: differences(medians(target), direct),
    goal: target === bench.backstay ? GOAL_MS : null,
  }))
  return [
    ...added,
    { what: 'direct: time to first token, median', against: '–', unit: 'ms', values: direct, goal: null },
  ]
}
