import type { Condition } from '#domain/condition'
import type { Deployment } from '#domain/deployment'
import type { HealthEvent } from '#domain/health'
import type { Benching } from './bench-time.ts'
import type { BreakerState } from './breaker.ts'
import { CLOSED } from './breaker.ts'
import type { DeploymentStates } from './deployment-states.ts'

type BreakerCondition = Extract<Condition, { readonly aspect: 'breaker' }>
type Found = Exclude<Condition, { readonly aspect: 'manual' }>

/** So long a probe of another process is waited for before this one sends its own: that one may be gone. */
const PROBE_PATIENCE_MS = 5_000

/** What other processes have to know of a change that has just been made; `null`: nothing. */
export function conditionAfter(
  { kind }: HealthEvent,
  { deployment, states }: { readonly deployment: Deployment; readonly states: DeploymentStates },
  now: number,
): Condition | null {
  const { id, credential } = deployment
  switch (kind) {
    case 'breaker-opened':
    case 'breaker-half-opened':
    case 'breaker-closed':
      return breakerCondition(id, states.of(deployment).breaker, now)
    case 'deployment-cooling': {
      const { cooldown } = states.of(deployment)
      if (cooldown === null) return null
      const { until, times, cause } = cooldown
      return { aspect: 'cooldown', deployment: id, leftMs: until - now, times, cause }
    }
    case 'credential-benched':
    case 'credential-restored': {
      const benched = states.benched(deployment)
      if (benched === null) return { aspect: 'bench', credential, benched: null }
      const { until, times, cause } = benched
      return { aspect: 'bench', credential, benched: { leftMs: until - now, times, cause } }
    }
    default:
      return null
  }
}

function breakerCondition(
  deployment: BreakerCondition['deployment'],
  breaker: BreakerState,
  now: number,
): Condition {
  const about = { aspect: 'breaker', deployment } as const
  if (breaker.kind === 'closed') {
    const { openings, relapses } = breaker.trial ?? { openings: 0, relapses: 0 }
    return { ...about, state: 'closed', leftMs: 0, openings, relapses, cause: null }
  }
  const { openings, relapses, cause } = breaker
  const leftMs = breaker.kind === 'open' ? Math.max(0, breaker.until - now) : PROBE_PATIENCE_MS
  return { ...about, state: breaker.kind, leftMs, openings, relapses, cause }
}

/** Takes over what another process has found out. */
export function adoptCondition(states: DeploymentStates, condition: Found, now: number): void {
  if (condition.aspect === 'bench') {
    const { credential, benched } = condition
    states.bench(credential, benched === null ? null : benchingFor(benched, now))
    return
  }
  if (condition.aspect === 'reset') {
    states.reset({ id: condition.deployment, credential: condition.credential })
    return
  }
  const state = states.of({ id: condition.deployment })
  if (condition.aspect === 'breaker') {
    const before = state.breaker
    state.breaker = adoptedBreaker(before, condition, now)
    if (state.breaker.kind === 'open') state.openedIn = states.nextEra()
    else if (before.kind !== 'closed') state.errors.clear()
    return
  }
  const until = now + condition.leftMs
  if (state.cooldown !== null && state.cooldown.until >= until) return
  state.cooldown = benchingFor(condition, now)
  state.cooledIn = states.nextEra()
}

/** While another process probes, this one waits, but not for ever. */
function adoptedBreaker(
  before: BreakerState,
  { state, leftMs, openings, relapses, cause }: BreakerCondition,
  now: number,
): BreakerState {
  if (state === 'closed' || cause === null) {
    if (before.kind === 'closed') return before
    return { ...CLOSED, trial: { openings, relapses, answers: 0, committedAt: now } }
  }
  const since = before.kind === 'closed' ? now : before.since
  return { kind: 'open', since, until: now + leftMs, openings, relapses, cause }
}

function benchingFor(
  { leftMs, times, cause }: Pick<Benching, 'times' | 'cause'> & { readonly leftMs: number },
  now: number,
): Benching {
  return { since: now, until: now + leftMs, times, cause }
}
