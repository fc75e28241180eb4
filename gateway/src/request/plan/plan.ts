import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { HealthView, Rotation } from '#domain/health'
import type { Admitted, PlanResult, Skipped } from '#domain/request'
import type { Candidate } from './candidate.ts'
import type { Exclusion } from './eligible.ts'
import { keepEligible } from './eligible.ts'
import { orderCandidates, orderSteps } from './order.ts'
import type { Prepared } from './prepare.ts'
import { prepare } from './prepare.ts'
import { allUnhealthy, nothingEligible, nothingPermitted } from './refuse.ts'
import { asksForTightening, tighten } from './tighten.ts'

export interface PlanPorts {
  readonly configuration: Configuration
  readonly health: HealthView
  readonly rotation: Rotation
  /** Clock reading in milliseconds. */
  readonly now: number
}

/** Which places may answer this request, and in which order; or the refusal that names why none may. */
export function plan(admitted: Admitted, ports: PlanPorts): PlanResult {
  const prepared = prepare(admitted, ports.configuration)
  if (prepared.kind === 'refused') return prepared
  const { policy } = prepared
  const rank = { rotation: ports.rotation, rotationKey: prepared.rotationKey }
  const candidates = prepared.onlyFirst
    ? orderCandidates(prepared.candidates, policy.strategy, rank).slice(0, 1)
    : prepared.candidates
  const reserveTokens = reservation(admitted, ports.health)
  const eligible = keepEligible(candidates, {
    accepted: admitted.accepted,
    health: ports.health,
    now: ports.now,
    limitShare: policy.limitShare,
    reserveTokens,
  })
  const skipped = joined(prepared.skipped, eligible.excluded)
  if (candidates.length === 0) return nothingPermitted(skipped)
  if (eligible.kept.length === 0) return nothingEligible(eligible.excluded, skipped)
  return complete(prepared, {
    admitted,
    ports,
    candidates: orderCandidates(eligible.kept, policy.strategy, rank),
    excluded: eligible.excluded,
    skipped,
    reserveTokens,
  })
}

function joined(before: readonly Skipped[], more: readonly Skipped[]): readonly Skipped[] {
  if (more.length === 0) return before
  return before.length === 0 ? more : [...before, ...more]
}

/** Expected output until the provider has been seen to answer is the caller's own limit, if that is lower. */
function reservation({ accepted }: Admitted, health: HealthView): (deployment: Deployment) => number {
  const { estimatedInputTokens, maxOutputTokens } = accepted.body
  return (deployment) => {
    const expected = health.expectedOutput(deployment)
    return estimatedInputTokens + (maxOutputTokens === null ? expected : Math.min(maxOutputTokens, expected))
  }
}

interface Ordered {
  readonly admitted: Admitted
  readonly ports: PlanPorts
  readonly candidates: readonly Candidate[]
  readonly excluded: readonly Exclusion[]
  readonly skipped: readonly Skipped[]
  readonly reserveTokens: (deployment: Deployment) => number
}

function complete({ policy, warnings, deploymentStrategy }: Prepared, ordered: Ordered): PlanResult {
  const { admitted, ports } = ordered
  const { accepted } = admitted
  const { steps, putLast, passedOver, allDemoted } = orderSteps(ordered.candidates, policy, {
    health: ports.health,
    rotation: ports.rotation,
    now: ports.now,
    deploymentStrategy,
  })
  if (allDemoted && ordered.candidates.every(({ model }) => model.failClosed)) {
    return allUnhealthy(ordered.excluded, joined(ordered.skipped, putLast))
  }
  const tightened = asksForTightening(accepted.controls)
    ? steps.map((step) => tighten(step, accepted.controls))
    : steps
  const totalMs = tightened[0]?.timeouts.totalMs ?? ports.configuration.timeouts.totalMs
  const deadlineMs = Math.min(totalMs, accepted.controls.deadlineMs ?? totalMs)
  return {
    kind: 'planned',
    candidates: ordered.candidates.map(({ model }) => model.name),
    steps: tightened,
    skipped: joined(ordered.skipped, putLast),
    policy,
    reserveTokens: ordered.reserveTokens,
    deadlineMs,
    commitWithinMs: Math.min(deadlineMs, accepted.controls.patienceMs ?? deadlineMs),
    passedOver: tightened[0]?.candidate === 0 ? null : passedOver,
    warnings: accepted.warnings.length === 0 ? warnings : [...warnings, ...accepted.warnings],
  }
}
