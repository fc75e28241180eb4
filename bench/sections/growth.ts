import { join } from 'node:path'
import { type BackstayProcess, startBackstay } from '../backstay-process.ts'
import { type Bench, interleaved } from '../bench.ts'
import { type Finding, ratios } from '../finding.ts'
import { chatBodyFor } from '../load/chat-body.ts'
import type { ChatCall, Load } from '../load/wrk.ts'
import { cpuPerRequest } from '../measure/cpu-cost.ts'
import { CROWDS, keyOf, modelOf, PLAN_SIZES, type PlanCosts, settingsOf } from '../measure/plan-sizes.ts'
import { warmUp } from '../measure/warm-up.ts'
import { runCommand } from '../program.ts'
import type { Target } from '../target.ts'
import { backstayAt } from '../targets/backstay.ts'
import { upstreamPort } from '../upstream.ts'

const [FEW, MANY] = [10, 10_000]
const BYTES = 300
const WARM_UP_SECONDS = 8
const GOAL = 1.1

/** What one request costs where there are few, and where there are many keys, models and deployments. */
export async function measureGrowth(bench: Bench): Promise<Finding[]> {
  return [...(await wholeRequests(bench)), ...(await planningAlone(bench))]
}

async function wholeRequests(bench: Bench): Promise<Finding[]> {
  const start = async (size: number): Promise<BackstayProcess> => {
    const settings = settingsOf(size, 'apart', upstreamPort(bench.upstream, 'unary'))
    const running = await startBackstay({ folder: bench.folder, name: `growth-${size}`, settings })
    await bench.place(running.pid)
    return running
  }
  const few = await start(FEW)
  const many = await start(MANY)
  const sides = [
    { target: backstayAt(few), size: FEW },
    { target: backstayAt(many), size: MANY },
  ] as const
  try {
    const findings: Finding[] = []
    for (const used of ['one of them asked', 'all of them asked in turn'] as const) {
      bench.say(`growth, requests to Backstay, ${used}`)
      const load = (size: number): Load => ({
        kind: 'unary',
        bytes: BYTES,
        calls: callsTo(used === 'one of them asked' ? 1 : size),
      })
      const cost = ({ target, size }: { target: Target; size: number }, seconds: number): Promise<number> =>
        cpuPerRequest(target, load(size), { folder: bench.folder, seconds })
      await warmUp(sides, WARM_UP_SECONDS, cost)
      const costs = await interleaved(bench, sides, (side) => cost(side, bench.seconds))
      const [base, grown] = sides.map((side) => costs.get(side) ?? [])
      const what = `Backstay: CPU per unary request, keys, models and deployments 10,000 each, ${used}`
      findings.push(
        { what, against: '10 each', unit: '×', values: ratios(grown ?? [], base ?? []), goal: GOAL },
        { what, against: '–', unit: 'µs', values: grown ?? [], goal: null },
      )
    }
    return findings
  } finally {
    await Promise.all([few.stop(), many.stop()])
  }
}

// As many for the few as for the many, so that the load generator works alike.
function callsTo(size: number): ChatCall[] {
  return Array.from({ length: MANY }, (_, index) => ({
    key: keyOf(index % size),
    body: chatBodyFor(modelOf(index % size), { streamed: false, bytes: BYTES }),
  }))
}

async function planningAlone({ rounds, seconds, say }: Bench): Promise<Finding[]> {
  say('growth, planning alone')
  const program = join(import.meta.dirname, '../measure/plan-cost.ts')
  const output = await runCommand(process.execPath, [program, String(rounds), String(seconds)])
  const costs = JSON.parse(output) as PlanCosts
  return CROWDS.flatMap((crowd) => {
    const of = (size: number): readonly number[] => costs[crowd][size] ?? []
    const how = crowd === 'apart' ? 'one per model' : 'all of one model'
    return PLAN_SIZES.flatMap((size): Finding[] => {
      const what = `Backstay: planning alone, ${size.toLocaleString('en')} deployments, ${how}`
      const absolute: Finding = { what, against: '–', unit: 'ns', values: of(size), goal: null }
      const ratio = ratios(of(size), of(FEW))
      return size === FEW
        ? [absolute]
        : [{ what, against: '10', unit: '×', values: ratio, goal: null }, absolute]
    })
  })
}
