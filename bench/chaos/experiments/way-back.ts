import type { Mishap } from '#simulator/policy/scenario'
import type { SimulationReport } from '#simulator/policy/report'
import { simulate } from '#simulator/policy/simulate'
import type { Experiment, Verdict } from '../experiment.ts'
import { atMost } from '../experiment.ts'
import { policy, PRIMARY, PRIMARY_AND_FALLBACK } from '../policy.ts'

const HOWS: readonly Mishap[] = ['server_error', 'overloaded', 'network', 'unreachable', 'silent', 'timeout']
const LENGTHS_S = [10, 60, 600]
/** Outages begin at as many different moments between two requests. */
const PHASES = 20

/** How soon a primary is used again once it works. */
export const wayBack: Experiment = {
  name: 'the way back',
  about:
    'The same two models; the primary is down for a while and recovers. The way back is the time from its recovery to the dispatch of the first ' +
    `request that it answers: the longest over ${PHASES} outages that begin at different moments.`,
  async run({ seed }) {
    const reports: Record<string, SimulationReport> = {}
    const verdicts: Verdict[] = []
    const longest = async (what: string, outage: Outage, mostS: number): Promise<void> => {
      let backMs: number | null = 0
      let failures = 0
      for (let phase = 0; phase < PHASES; phase++) {
        const report = await oneOutage(seed + phase, outage, phase / PHASES)
        const primary = report.places.find(({ label }) => label === PRIMARY)
        const { mostMs } = primary?.recoveries ?? { mostMs: null }
        backMs = mostMs === null || backMs === null ? null : Math.max(backMs, mostMs)
        failures += report.failed + report.broken
        reports[`${what} (${phase})`] = report
      }
      const unit = { most: mostS, unit: ' s' }
      verdicts.push(atMost(`${what}: back within`, backMs === null ? null : backMs / 1_000, unit))
      verdicts.push(atMost(`${what}: failures`, failures, { most: 0, unit: '' }))
    }
    for (const how of HOWS) {
      for (const lengthS of LENGTHS_S) {
        await longest(`${lengthS} s of ${how}, 2 a second`, { how, lengthS, perSecond: 2 }, 30)
      }
    }
    for (const how of HOWS) {
      await longest(`60 s of ${how}, one in 4 s`, { how, lengthS: 60, perSecond: 0.25 }, 16)
    }
    return { verdicts, reports }
  },
}

interface Outage {
  readonly how: Mishap
  readonly lengthS: number
  readonly perSecond: number
}

/** `phase`: where between two arrivals it begins, 0–1. */
function oneOutage(
  seed: number,
  { how, lengthS, perSecond }: Outage,
  phase: number,
): Promise<SimulationReport> {
  const fromMs = 20_000 + phase * (1_000 / perSecond)
  const toMs = fromMs + lengthS * 1_000
  return simulate({
    ...policy(PRIMARY_AND_FALLBACK),
    seed,
    load: {
      model: 'm',
      requests: Math.ceil((toMs / 1_000 + 120) * perSecond),
      arrivals: { kind: 'even', perSecond },
      streamed: 1,
      inputTokens: 200,
      outputTokens: 150,
    },
    speeds: {},
    faults: [{ at: { deployments: [PRIMARY] }, kind: 'outage', how, fromMs, toMs }],
  })
}
