import { drawAt } from '#simulator/dice'
import type { Fault, Mishap, Where } from '#simulator/policy/scenario'
import { simulate } from '#simulator/policy/simulate'
import type { Experiment } from '../experiment.ts'
import { atMost, digits, inform } from '../experiment.ts'
import { policy, THREE_PLACES } from '../policy.ts'

const PER_SECOND = 50
const MIX: Readonly<Partial<Record<Mishap, number>>> = {
  server_error: 35,
  overloaded: 20,
  network: 20,
  rate_limit: 5,
  rate_limit_without_hint: 5,
  timeout: 5,
  empty_response: 10,
}
const OUTAGES: readonly { readonly at: Where; readonly everyMs: number; readonly lastsMs: number }[] = [
  { at: { provider: 'a' }, everyMs: 1_200_000, lastsMs: 60_000 },
  { at: { provider: 'b' }, everyMs: 1_500_000, lastsMs: 30_000 },
  { at: { provider: 'c' }, everyMs: 1_800_000, lastsMs: 120_000 },
  // Correlated: two of the three at once.
  { at: { region: 'eu' }, everyMs: 7_200_000, lastsMs: 20_000 },
]
const HOW: readonly Mishap[] = ['server_error', 'overloaded', 'network', 'unreachable', 'silent']

/** A million requests over hours of mixed failures and outages. */
export const million: Experiment = {
  name: 'million',
  about:
    'Three deployments of one model in even rotation, 50 requests a second (Poisson), half of them streamed. Each attempt fails ' +
    'with a probability of 5 % (35 parts 500, 20 parts 503, 20 parts reset, 10 parts 429, half of them with a hint, 5 parts 504, 10 parts ' +
    'empty answer); besides, every deployment is down now and then for 30 to 120 s, and a region with two of the three for 20 s every two ' +
    'hours. `retry: { max_attempts: 2 }`, everything else as shipped. The floor: requests for which every try that the policy allows ' +
    'would have failed.',
  async run({ seed, requests }) {
    const report = await simulate({
      ...policy(`${THREE_PLACES}retry: { max_attempts: 2 }\n`),
      seed,
      load: {
        model: 'm',
        requests,
        arrivals: { kind: 'poisson', perSecond: PER_SECOND },
        streamed: 0.5,
        inputTokens: 200,
        outputTokens: 150,
      },
      speeds: {},
      faults: [
        { at: {}, kind: 'errors', share: 0.05, mix: MIX },
        ...outages(seed, (requests / PER_SECOND) * 1_000),
      ],
    })
    const perMillion = (count: number): number => (count * 1e6) / report.requests
    const shares = report.places.map(({ firstShare }) => Math.abs(firstShare - 1 / 3))
    const recoveries = report.places.map(({ recoveries: { mostMs } }) => mostMs ?? 0)
    const visible = report.failed + report.broken
    return {
      verdicts: [
        atMost('failures that clients saw', perMillion(visible), { most: 100, unit: ' per million' }),
        inform('the floor under them', `${digits(perMillion(report.doomed))} per million`),
        inform('attempts per request', digits(report.attempts / report.requests)),
        inform('most attempts of one request', String(report.mostAttempts)),
        atMost('from a failure to the next place, p99', report.moves.p99Ms, { most: 5, unit: ' ms' }),
        inform('longest way back after an outage', `${digits(Math.max(...recoveries) / 1_000)} s`),
        inform('largest deviation from an even share', `${digits(Math.max(...shares) * 100)} %`),
      ],
      reports: { million: report },
    }
  },
}

function outages(seed: number, durationMs: number): readonly Fault[] {
  const faults: Fault[] = []
  for (const [index, { at, everyMs, lastsMs }] of OUTAGES.entries()) {
    for (let turn = 0; turn * everyMs < durationMs; turn++) {
      const fromMs = Math.round((turn + drawAt(seed, index, turn, 1) * 0.8) * everyMs)
      const how = HOW[Math.floor(drawAt(seed, index, turn, 2) * HOW.length)] ?? 'network'
      faults.push({ at, kind: 'outage', how, fromMs, toMs: fromMs + lastsMs })
    }
  }
  return faults
}
