import type { Fault } from '#simulator/policy/scenario'
import type { SimulationReport } from '#simulator/policy/report'
import { simulate } from '#simulator/policy/simulate'
import type { Experiment } from '../experiment.ts'
import { atMost, digits, inform } from '../experiment.ts'
import { policy } from '../policy.ts'

const LIMITS = [100_000, 200_000, 700_000]
const WEIGHTED = `
models:
  - name: m
    deployments:
      - { provider: a, model: x, tokens_per_minute: ${LIMITS[0]} }
      - { provider: b, model: x, tokens_per_minute: ${LIMITS[1]} }
      - { provider: c, model: x, tokens_per_minute: ${LIMITS[2]} }
`
const TOKENS = 350

/** Shares by limits, and limits that the providers enforce themselves. */
export const shares: Experiment = {
  name: 'shares and limits',
  about:
    'Three deployments with limits of 100,000, 200,000 and 700,000 tokens per minute, which the providers enforce by a bucket of their own and ' +
    'a 429 with a hint. First at four fifths of what they take together, then at one and a half times as much.',
  async run({ seed }) {
    const calm = await limited(seed, 0.8)
    const busy = await limited(seed, 1.5)
    const total = LIMITS.reduce((sum, limit) => sum + limit, 0)
    const deviations = calm.places.map(({ firstShare }, index) =>
      Math.abs(firstShare - (LIMITS[index] ?? 0) / total),
    )
    const wasted = ({ places }: SimulationReport): number =>
      places.reduce((sum, place) => sum + place.wasted, 0)
    return {
      verdicts: [
        atMost('deviation from 1 : 2 : 7 over the requests', Math.max(...deviations) * calm.requests, {
          most: 1,
          unit: ' requests',
        }),
        atMost('failures at 0.8 times the limits', calm.failed + calm.broken, { most: 0, unit: '' }),
        inform('refusals by providers at 0.8 times', String(wasted(calm))),
        inform('answered at 1.5 times the limits', `${digits((busy.answered / busy.requests) * 100)} %`),
        inform('refusals by providers at 1.5 times', String(wasted(busy))),
        inform('attempts per request at 1.5 times', digits(busy.attempts / busy.requests)),
      ],
      reports: { calm, busy },
    }
  },
}

function limited(seed: number, load: number): Promise<SimulationReport> {
  const perSecond = (load * LIMITS.reduce((sum, limit) => sum + limit, 0)) / TOKENS / 60
  return simulate({
    ...policy(WEIGHTED),
    seed,
    load: {
      model: 'm',
      requests: Math.round(perSecond * 600),
      arrivals: { kind: 'even', perSecond },
      streamed: 0,
      inputTokens: 200,
      outputTokens: TOKENS - 200,
    },
    speeds: {},
    faults: LIMITS.map((tokensPerMinute, index): Fault => ({
      at: { provider: 'abc'.charAt(index) },
      kind: 'limit',
      tokensPerMinute,
      hint: true,
    })),
  })
}
