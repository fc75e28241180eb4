import type { Fault, Mishap } from '#simulator/policy/scenario'
import type { SimulationReport } from '#simulator/policy/report'
import { simulate } from '#simulator/policy/simulate'
import type { Experiment, Verdict } from '../experiment.ts'
import { atMost } from '../experiment.ts'
import { policy, PRIMARY, PRIMARY_AND_FALLBACK } from '../policy.ts'

const HOUR_MS = 3_600_000
const DEAD: readonly Mishap[] = [
  'server_error',
  'overloaded',
  'network',
  'unreachable',
  'silent',
  'timeout',
  'rate_limit',
  'rate_limit_without_hint',
  'model_unavailable',
]
/** Seconds well, seconds down. */
const PERIODS: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 5],
  [5, 5],
  [10, 10],
  [20, 5],
  [30, 30],
  [50, 50],
  [60, 60],
  [300, 60],
]
const RATES = [2, 20]

/** A primary that is down for good, or now and then: what it costs to go on asking it. */
export const badPrimary: Experiment = {
  name: 'dead and flapping primaries',
  about:
    'A model with one deployment, and another model as its fallback; an hour of evenly spaced streams. The primary is dead in one way or ' +
    'another, or in turn well and down. Wasted is every call to it that it did not answer, per request.',
  async run({ seed }) {
    const reports: Record<string, SimulationReport> = {}
    const verdicts: Verdict[] = []
    const add = async (what: string, fault: Fault, perSecond: number): Promise<void> => {
      const report = await hour(seed, fault, perSecond)
      reports[what] = report
      const primary = report.places.find(({ label }) => label === PRIMARY)
      const wasted = (primary?.wastedShare ?? 1) * 100
      verdicts.push(atMost(`${what}: calls wasted, per request`, wasted, { most: 5, unit: ' %' }))
      if (report.failed + report.broken > 0) {
        verdicts.push(atMost(`${what}: failures`, report.failed + report.broken, { most: 0, unit: '' }))
      }
    }
    for (const perSecond of RATES) {
      for (const how of DEAD) {
        const fault: Fault = { at: { deployments: [PRIMARY] }, kind: 'outage', how, fromMs: 0, toMs: HOUR_MS }
        await add(`dead (${how}), ${perSecond} a second`, fault, perSecond)
      }
      for (const [up, down] of PERIODS) {
        const fault: Fault = {
          at: { deployments: [PRIMARY] },
          kind: 'flapping',
          how: 'server_error',
          fromMs: 0,
          toMs: HOUR_MS,
          upMs: up * 1_000,
          downMs: down * 1_000,
        }
        await add(`${up} s well, ${down} s down, ${perSecond} a second`, fault, perSecond)
      }
    }
    return { verdicts, reports }
  },
}

function hour(seed: number, fault: Fault, perSecond: number): Promise<SimulationReport> {
  return simulate({
    ...policy(PRIMARY_AND_FALLBACK),
    seed,
    load: {
      model: 'm',
      requests: (HOUR_MS / 1_000) * perSecond,
      arrivals: { kind: 'even', perSecond },
      streamed: 1,
      inputTokens: 200,
      outputTokens: 150,
    },
    speeds: {},
    faults: [fault],
  })
}
