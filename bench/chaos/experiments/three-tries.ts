import type { Fault, Load } from '#simulator/policy/scenario'
import type { SimulationReport } from '#simulator/policy/report'
import { simulate } from '#simulator/policy/simulate'
import type { Experiment, Verdict } from '../experiment.ts'
import { atMost } from '../experiment.ts'
import { FALLBACK, policy, PRIMARY, PRIMARY_AND_FALLBACK } from '../policy.ts'

const PERSISTENT = { fromMs: 0, toMs: 1e9 }
const AT_PRIMARY = { at: { deployments: [PRIMARY] } }
const CASES: readonly { readonly what: string; readonly fault: Fault; readonly streamed: number }[] = [
  {
    what: 'a persistent 429 with retry-after 2',
    fault: { ...AT_PRIMARY, kind: 'outage', how: 'rate_limit', ...PERSISTENT },
    streamed: 1,
  },
  {
    what: 'a persistent 503',
    fault: { ...AT_PRIMARY, kind: 'outage', how: 'overloaded', ...PERSISTENT },
    streamed: 1,
  },
  {
    what: 'a silent route, streamed',
    fault: { ...AT_PRIMARY, kind: 'outage', how: 'silent', ...PERSISTENT },
    streamed: 1,
  },
  {
    what: 'a silent route, unstreamed',
    fault: { ...AT_PRIMARY, kind: 'outage', how: 'silent', ...PERSISTENT },
    streamed: 0,
  },
  {
    what: 'a first token after 20 s, streamed',
    fault: { ...AT_PRIMARY, kind: 'slow', firstTokenMs: 20_000, ...PERSISTENT },
    streamed: 1,
  },
]
const IN_A_ROW = 10
const A_SECOND_APART = { kind: 'even', perSecond: 1 } as const

/** `max_attempts: 3`: what is tried again in place, and when that ends. */
export const threeTries: Experiment = {
  name: 'three tries',
  about:
    'The same two models with `retry: { max_attempts: 3 }`; one request, then ten, each as soon as the one before is answered; where the ' +
    'failure comes at once also ten in ten seconds. Calls on the primary are all of them, over the ten requests.',
  async run({ seed }) {
    const reports: Record<string, SimulationReport> = {}
    const verdicts: Verdict[] = []
    const brief: Fault = { ...AT_PRIMARY, kind: 'outage', how: 'rate_limit', fromMs: 0, toMs: 1_000 }
    const waited = await inARow(seed, { fault: brief, streamed: 1 }, 1)
    reports['one 429 with retry-after 2'] = waited
    verdicts.push({
      what: 'one 429 with retry-after 2 is waited out',
      goal: 'answered by the primary, after 2 s',
      value: `${answeredBy(waited)}, after ${Math.round((waited.waits.mostMs ?? 0) / 100) / 10} s`,
      reached: answeredBy(waited) === PRIMARY && (waited.waits.mostMs ?? 0) >= 2_000,
    })
    for (const { what, fault, streamed } of CASES) {
      const one = await inARow(seed, { fault, streamed }, 1)
      const ten = await inARow(seed, { fault, streamed }, IN_A_ROW)
      if (fault.kind === 'outage' && fault.how !== 'silent') {
        const apart = await asked(seed, { fault, streamed }, { requests: IN_A_ROW, arrivals: A_SECOND_APART })
        reports[`${what}, a second apart`] = apart
        verdicts.push(callsOnPrimary(`${what}: calls on the primary in ten requests a second apart`, apart))
      }
      reports[what] = ten
      verdicts.push({
        what: `${what} ends`,
        goal: 'at the fallback',
        value: one.answered === 1 ? `at ${answeredBy(one)}` : 'in an error',
        reached: answeredBy(one) === FALLBACK && ten.answered === IN_A_ROW,
      })
      verdicts.push(callsOnPrimary(`${what}: calls on the primary in ten requests`, ten))
      const { mostMs } = ten.waits
      if (streamed === 1) {
        verdicts.push(
          atMost(`${what}: begins within`, mostMs === null ? null : mostMs / 1_000, { most: 15, unit: ' s' }),
        )
      }
    }
    return { verdicts, reports }
  },
}

function answeredBy({ answered, places }: SimulationReport): string {
  const place = places.find(({ calls, wasted }) => calls > wasted)
  return answered === 0 || place === undefined ? 'nobody' : place.label
}

function callsOnPrimary(what: string, { places }: SimulationReport): Verdict {
  const primary = places.find(({ label }) => label === PRIMARY)
  return atMost(what, primary?.calls ?? null, { most: 6, unit: '' })
}

function inARow(
  seed: number,
  given: { fault: Fault; streamed: number },
  requests: number,
): Promise<SimulationReport> {
  return asked(seed, given, { requests, arrivals: { kind: 'one_after_another', gapMs: 0 } })
}

function asked(
  seed: number,
  { fault, streamed }: { fault: Fault; streamed: number },
  load: Pick<Load, 'requests' | 'arrivals'>,
): Promise<SimulationReport> {
  return simulate({
    ...policy(`${PRIMARY_AND_FALLBACK}retry: { max_attempts: 3 }\n`),
    seed,
    load: {
      model: 'm',
      ...load,
      streamed,
      inputTokens: 200,
      outputTokens: 50,
    },
    speeds: {},
    faults: [fault],
  })
}
