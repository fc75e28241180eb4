import type { DeploymentHealth, Health } from '@backstay/contract/admin'
import type { Clock } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { SharedStanding } from '#domain/shared-state'
import type { DeploymentState } from '#run/deployment-state'
import type { DeploymentStates } from '#run/deployment-states'
import type { LatencyWindow } from '#run/latency-window'
import type { ManualStates } from '#run/manual-states'

export interface HealthSources {
  readonly configuration: Configuration
  readonly states: DeploymentStates
  readonly manual: ManualStates
  readonly clock: Clock
  readonly sharedState: SharedStanding
}

/** With so many attempts and such a share of failures, a deployment that is not open yet counts as degraded. */
const DEGRADED_AFTER = { attempts: 10, errorRate: 0.1 }

/** How every deployment of the configuration is doing at this moment. */
export function healthReport(sources: HealthSources): Health {
  const { configuration, clock } = sources
  const declared = declaredDeployments(configuration)
  const deployments = declared.map((deployment) => deploymentHealth(deployment, sources))
  return {
    at: clock.wallMs(),
    configVersion: configuration.version,
    sharedState: sources.sharedState,
    deployments,
    credentials: credentials(declared, sources),
    regions: regions(deployments),
  }
}

/** Deployments of models and of the steps of chains, each once. */
export function declaredDeployments({ models, chains }: Configuration): readonly Deployment[] {
  const steps = [...chains.values()].flatMap((chain) => chain.steps)
  const all = [...models.values(), ...steps].flatMap(({ deployments }) => deployments)
  return [...new Map(all.map((deployment) => [deployment.id, deployment])).values()]
}

function reportedBy(state: DeploymentState, clock: Clock): DeploymentHealth['reported'] {
  const reported = state.reportedLimits(clock.now())
  if (reported === null) return null
  const at = Math.round(reported.at + clock.wallMs() - clock.now())
  return { at, limits: reported.limits.map((limit) => ({ ...limit })) }
}

type Standing = Pick<DeploymentHealth, 'state' | 'class' | 'reason' | 'since' | 'until'>

function deploymentHealth(deployment: Deployment, sources: HealthSources): DeploymentHealth {
  const { states, clock } = sources
  const now = clock.now()
  const state = states.of(deployment)
  const window = state.errors.read(deployment.breaker.windowMs, now)
  const left = state.left(deployment, now)
  return {
    id: deployment.id,
    deployment: deployment.label,
    model: deployment.modelName,
    provider: deployment.provider.name,
    region: deployment.region,
    ...standing(deployment, state, sources),
    errorRate: window.requests === 0 ? null : window.errorRate,
    attempts: window.requests,
    firstTokenMs: percentiles(state.commits(true), now),
    answerMs: percentiles(state.commits(false), now),
    inFlight: state.inFlight,
    tokensPerMinute: deployment.tokensPerMinute,
    tokensLeft: left.tokens,
    requestsPerMinute: deployment.requestsPerMinute,
    requestsLeft: left.requests,
    reported: reportedBy(state, clock),
    quality: state.quality?.value(now) ?? null,
    credential: deployment.credential,
  }
}

function standing(deployment: Deployment, state: DeploymentState, sources: HealthSources): Standing {
  const { states, manual, clock } = sources
  const now = clock.now()
  const offsetMs = clock.wallMs() - now
  const at = (reading: number | null): number | null =>
    reading === null ? null : Math.round(reading + offsetMs)
  const nothing = { class: null, reason: null, since: null, until: null }
  if (!deployment.enabled) return { ...nothing, state: 'disabled' }
  const set = manual.of(deployment, now)
  if (set !== null) {
    const reason = set.reason === '' ? null : set.reason
    return { state: set.state, class: null, reason, since: at(set.since), until: at(set.until) }
  }
  const benched = states.benched(deployment)
  if (benched !== null && now < benched.until) {
    const { since, until, cause } = benched
    return { ...nothing, state: 'benched', class: cause.class, since: at(since), until: at(until) }
  }
  const { breaker, cooldown } = state
  if (breaker.kind !== 'closed') {
    const { since, cause } = breaker
    const waits = breaker.kind === 'open' && now < breaker.until
    const until = waits ? at(breaker.until) : null
    return { ...nothing, state: waits ? 'open' : 'half_open', class: cause.class, since: at(since), until }
  }
  if (cooldown !== null && now < cooldown.until) {
    const { since, until, cause } = cooldown
    return { ...nothing, state: 'cooling', class: cause.class, since: at(since), until: at(until) }
  }
  const reason = whyDegraded(deployment, state, now)
  return { ...nothing, state: reason === null ? 'healthy' : 'degraded', reason }
}

function whyDegraded(deployment: Deployment, state: DeploymentState, now: number): string | null {
  const { breaker, errors } = state
  if (breaker.kind === 'closed' && breaker.trial !== null) return 'was open not long ago'
  const { requests, errorRate } = errors.read(deployment.breaker.windowMs, now)
  if (requests < DEGRADED_AFTER.attempts || errorRate < DEGRADED_AFTER.errorRate) return null
  return `${Math.round(errorRate * 100)} % of its attempts failed lately`
}

function percentiles(window: LatencyWindow | null, now: number): { p50: number; p95: number } | null {
  const p50 = window?.percentile(0.5, now) ?? null
  const p95 = window?.percentile(0.95, now) ?? null
  return p50 === null || p95 === null ? null : { p50: Math.round(p50), p95: Math.round(p95) }
}

function credentials(declared: readonly Deployment[], sources: HealthSources): Health['credentials'] {
  const { states, clock } = sources
  const now = clock.now()
  const offsetMs = clock.wallMs() - now
  return [...Map.groupBy(declared, ({ credential }) => credential)].map(([id, sharing]) => {
    const [first] = sharing
    const benched = first === undefined ? null : states.benched(first)
    return {
      id,
      provider: first?.provider.name ?? '',
      deployments: sharing.map(({ label }) => label),
      benched:
        benched === null || now >= benched.until
          ? null
          : {
              since: Math.round(benched.since + offsetMs),
              until: Math.round(benched.until + offsetMs),
              class: benched.cause.class,
              status: benched.cause.status ?? null,
            },
    }
  })
}

/** A region with most of its deployments out counts as down; disabled ones do not count. */
function regions(deployments: readonly DeploymentHealth[]): Health['regions'] {
  const enabled = deployments.filter(({ state }) => state !== 'disabled')
  return [...Map.groupBy(enabled, ({ region }) => region)].map(([region, inside]) => {
    const healthy = inside.filter(({ state }) => state === 'healthy' || state === 'degraded').length
    return { region, deployments: inside.length, healthy, down: healthy * 2 < inside.length }
  })
}
