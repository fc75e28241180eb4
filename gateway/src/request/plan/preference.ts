import type { Deployment } from '#domain/deployment'
import type { Demotion, HealthView } from '#domain/health'
import type { Regions } from '#domain/model'
import type { Percentile, PreferredSpeed } from '#domain/selection'
import type { Candidate } from './candidate.ts'
import { isCalled } from './unselected.ts'

/** What is wanted beyond the strategy: lower comes first; within one value the strategy decides. */
export type Preference = (deployment: Deployment) => number

export interface PreferenceContext {
  readonly health: HealthView
  readonly now: number
  readonly streamed: boolean
  /** Names of providers, these first. */
  readonly order: readonly string[]
  readonly preferred: PreferredSpeed | null
  readonly regions: Regions | null
}

/** More than any list has entries: what is slow comes after what is wanted less. */
const ORDER_STEP = 1_000
const SLOW = 1_000_000

/** `null`: nothing is preferred. */
export function preferenceOf(
  candidates: readonly Candidate[],
  context: PreferenceContext,
): Preference | null {
  const { order, preferred, regions } = context
  const byRegion = regions === null ? null : regionPreference(candidates, regions, context)
  if (order.length === 0 && preferred === null) return byRegion
  return (deployment) => {
    const place = order.findIndex((name) => isCalled(deployment, name))
    const slow = preferred !== null && isSlow(deployment, preferred, context)
    return (
      (slow ? SLOW : 0) +
      (place === -1 ? order.length : place) * ORDER_STEP +
      (byRegion === null ? 0 : byRegion(deployment))
    )
  }
}

/** Preferred regions in their order, then the others; those that count as down last. */
export function regionPreference(
  candidates: readonly Candidate[],
  { prefer }: Regions,
  context: Pick<PreferenceContext, 'health' | 'now'>,
): Preference {
  const down = downRegions(candidates, context)
  return ({ region }) => {
    if (region === null) return prefer.length
    if (down.has(region)) return prefer.length + 1
    const place = prefer.indexOf(region)
    return place === -1 ? prefer.length : place
  }
}

const OPEN: readonly Demotion['state'][] = ['open', 'half_open', 'forced_open']

/** Regions in which the breakers of most of the deployments that could be asked are open. */
function downRegions(
  candidates: readonly Candidate[],
  { health, now }: Pick<PreferenceContext, 'health' | 'now'>,
): ReadonlySet<string> {
  const counts = new Map<string, { all: number; open: number }>()
  for (const { deployments } of candidates) {
    for (const deployment of deployments) {
      const { region, enabled } = deployment
      if (region === null || !enabled) continue
      const count = counts.get(region) ?? { all: 0, open: 0 }
      counts.set(region, count)
      count.all++
      const demotion = health.demotion(deployment, now)
      if (demotion !== null && OPEN.includes(demotion.state)) count.open++
    }
  }
  const down = new Set<string>()
  for (const [region, { all, open }] of counts) if (open * 2 > all) down.add(region)
  return down
}

/** What is not measured yet is not slow. */
function isSlow(
  deployment: Deployment,
  { latencies, throughputs }: PreferredSpeed,
  { health, now, streamed }: PreferenceContext,
): boolean {
  const measured = health.measured(deployment)
  if (measured === null) return false
  const over = ({ share, value }: Percentile): boolean =>
    (measured.commitMs(share, streamed, now) ?? 0) > value
  const speed = measured.tokensPerSecond
  return latencies.some(over) || (speed !== null && throughputs.some(({ value }) => speed < value))
}
