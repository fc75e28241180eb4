import { type Bench, gateways, interleaved } from '../bench.ts'
import { type Finding, ratios } from '../finding.ts'
import type { Load } from '../load/wrk.ts'
import { cpuPerRequest } from '../measure/cpu-cost.ts'
import { verify } from '../measure/verify.ts'
import { warmUp } from '../measure/warm-up.ts'
import type { Target } from '../target.ts'

const SIZES = [300, 10_000, 100_000]
const WARM_UP_SECONDS = 24

/** CPU per whole answer, for three sizes of request. */
export async function measureUnary(bench: Bench): Promise<Finding[]> {
  const targets = gateways(bench)
  const findings: Finding[] = []
  for (const target of targets) await verify(target, 'unary')
  for (const bytes of SIZES) {
    const load: Load = { kind: 'unary', bytes }
    bench.say(`unary, requests of ${bytes / 1000} kB`)
    await warmUp(targets, WARM_UP_SECONDS, (target, seconds) =>
      cpuPerRequest(target, load, { ...bench, seconds }),
    )
    const costs = await interleaved(bench, targets, (target) => cpuPerRequest(target, load, bench))
    findings.push(...compare(bench, `request of ${bytes / 1000} kB`, costs))
  }
  return findings
}

function compare(bench: Bench, what: string, costs: ReadonlyMap<Target, readonly number[]>): Finding[] {
  const cpu = (target: Target): readonly number[] => costs.get(target) ?? []
  const { nginx, portkey, backstay } = bench
  const findings: Finding[] = []
  const add = (target: Target, base: Target, goal: number | null): void => {
    const values = ratios(cpu(target), cpu(base))
    findings.push({
      what: `${target.name}: CPU per unary ${what}`,
      against: base.name,
      unit: '×',
      values,
      goal,
    })
  }
  if (backstay !== null) {
    add(backstay, nginx, 4)
    if (portkey !== null) add(backstay, portkey, 1 / 12)
  }
  if (portkey !== null) add(portkey, nginx, null)
  for (const target of gateways(bench)) {
    const absolute = { against: '–', unit: 'µs', values: cpu(target), goal: null } as const
    findings.push({ what: `${target.name}: CPU per unary ${what}`, ...absolute })
  }
  return findings
}
