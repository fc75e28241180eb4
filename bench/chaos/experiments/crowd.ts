import type { Fault, Mishap } from '#simulator/policy/scenario'
import type { SimulationReport } from '#simulator/policy/report'
import { simulate } from '#simulator/policy/simulate'
import type { Experiment, Verdict } from '../experiment.ts'
import { atMost, inform } from '../experiment.ts'
import { policy, PRIMARY_AND_FALLBACK, THREE_PLACES } from '../policy.ts'

const PER_SECOND = 100
const PER_TENTH = PER_SECOND / 10
const OUTAGE = { fromMs: 30_000, toMs: 90_000 }
const HOWS: readonly Mishap[] = ['server_error', 'silent', 'rate_limit', 'rate_limit_until_end']

/** A thousand clients, and what they do to a place that comes back, or to all places while they are down. */
export const crowd: Experiment = {
  name: 'a crowd',
  about:
    'A thousand clients with one request each every ten seconds, evenly spaced, unstreamed; everything, or the primary alone, is down for a minute. ' +
    'The peak is the busiest tenth of a second at any place after the recovery, beside what arrives in the mean. `retry: { max_attempts: 3 }`.',
  async run({ seed }) {
    const reports: Record<string, SimulationReport> = {}
    const verdicts: Verdict[] = []
    for (const how of HOWS) {
      for (const [where, deployments] of [
        ['the primary', ['m/a']],
        ['everything', ['m/a', 'spare/b']],
      ] as const) {
        const what = `${where} comes back from ${how}`
        const report = await crowded(seed, PRIMARY_AND_FALLBACK, {
          at: { deployments },
          kind: 'outage',
          how,
          ...OUTAGE,
        })
        reports[what] = report
        const peak = Math.max(...report.places.map((place) => place.peak?.most ?? 0))
        verdicts.push(atMost(`${what}: peak`, peak / PER_TENTH, { most: 3, unit: ' × the mean' }))
      }
    }
    const all: Fault = { at: {}, kind: 'outage', how: 'overloaded', fromMs: 0, toMs: 120_000 }
    const broad = await crowded(seed, THREE_PLACES, all)
    reports['broad outage'] = broad
    const amplification = broad.attempts / broad.requests
    verdicts.push(
      atMost('attempts per request while three places are down', amplification, { most: 2.2, unit: '' }),
      inform(
        'calls that the three wasted',
        String(broad.places.reduce((sum, { wasted }) => sum + wasted, 0)),
      ),
    )
    return { verdicts, reports }
  },
}

function crowded(seed: number, models: string, fault: Fault): Promise<SimulationReport> {
  return simulate({
    ...policy(`${models}retry: { max_attempts: 3 }\n`),
    seed,
    load: {
      model: 'm',
      requests: 120 * PER_SECOND,
      arrivals: { kind: 'even', perSecond: PER_SECOND },
      streamed: 0,
      inputTokens: 200,
      outputTokens: 50,
    },
    speeds: {},
    faults: [fault],
  })
}
