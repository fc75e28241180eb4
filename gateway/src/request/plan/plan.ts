import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { HealthView, Rotation } from '#domain/health'
import type { Chain, Model } from '#domain/model'
import type { KeyPolicy } from '#domain/policy'
import type { Admitted, PlanResult, Policy, Refusal, Skipped } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { MEASURED_STRATEGIES } from '#domain/strategy'
import { without } from '#domain/trigger-set'
import type { Candidate } from './candidate.ts'
import type { ChosenList } from './choose-list.ts'
import { chooseList } from './choose-list.ts'
import { collectCandidates } from './collect-candidates.ts'
import type { Exclusion } from './eligible.ts'
import { EXCLUSION_CODES, keepEligible } from './eligible.ts'
import { orderCandidates, orderSteps } from './order.ts'
import { resolveName } from './resolve-name.ts'
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
  const resolution = resolveName(admitted.accepted.requested, ports.configuration, admitted.key)
  if (resolution.kind === 'unknown') return unknownName(admitted)
  if (resolution.kind === 'not_granted') return notGranted(admitted)
  const frame = frameOf(admitted, resolution.target, ports)
  const { candidates, skipped } = collect(frame)
  const policy = policyOf(frame, candidates)
  const reserveTokens = reservation(admitted, ports.health)
  const eligible = keepEligible(candidates, {
    accepted: admitted.accepted,
    health: ports.health,
    now: ports.now,
    limitShare: policy.limitShare,
    reserveTokens,
  })
  const passedOver: readonly Skipped[] = [...frame.skipped, ...skipped, ...eligible.excluded]
  if (eligible.kept.length === 0) return nothingEligible(eligible.excluded, passedOver)
  return complete(frame, {
    candidates: orderCandidates(eligible.kept, policy.strategy, rankOf(frame)),
    policy,
    skipped: passedOver,
    reserveTokens,
  })
}

interface Frame {
  readonly admitted: Admitted
  readonly ports: PlanPorts
  readonly target: Model | Chain
  readonly keyPolicy: KeyPolicy | null
  readonly list: ChosenList
  /** Movement between models is switched on. */
  readonly moves: boolean
  readonly skipped: readonly Skipped[]
}

const ROUTING_OFF = 'organisation routing is off: no movement between models'

function frameOf(admitted: Admitted, target: Model | Chain, ports: PlanPorts): Frame {
  const { organisation } = ports.configuration
  const enabled = organisation.routingEnabled
  const keyPolicy = enabled ? policyForType(admitted, target) : null
  const list = chooseList({ admitted, configuration: ports.configuration, target, keyPolicy })
  return {
    admitted,
    ports,
    target,
    keyPolicy,
    list: enabled ? list : { ...list, entries: list.entries.filter((entry) => entry.name === null) },
    moves: enabled && !admitted.accepted.controls.noFallback,
    skipped: enabled ? [] : [{ deployment: target.name, reason: ROUTING_OFF }],
  }
}

/** Chat and reasoning models share a policy where only one of the two has one. */
function policyForType({ key }: Admitted, { type }: Model | Chain): KeyPolicy | null {
  const own = key.routing[type]
  if (own !== undefined) return own
  return (type === 'reasoning' ? key.routing.chat : undefined) ?? null
}

function collect(frame: Frame): ReturnType<typeof collectCandidates> {
  const { admitted, list, ports, target } = frame
  const collected = collectCandidates({
    configuration: ports.configuration,
    key: admitted.key,
    target,
    entries: list.entries,
  })
  if (frame.moves) return collected
  const first = orderCandidates(collected.candidates, list.strategy, rankOf(frame)).slice(0, 1)
  return { candidates: first, skipped: collected.skipped }
}

function rankOf({ admitted, ports, list, target }: Frame): { rotation: Rotation; rotationKey: string } {
  const owner = list.source === 'chain' ? `chain:${target.name}` : `key:${admitted.key.id}:${target.type}`
  return { rotation: ports.rotation, rotationKey: owner }
}

function policyOf(frame: Frame, candidates: readonly Candidate[]): Policy {
  const { admitted, keyPolicy, list, ports, target } = frame
  const asked = ports.configuration.organisation.allowRequestOverride
    ? admitted.accepted.controls.triggers
    : null
  const fromKey = list.source === 'request' ? null : (keyPolicy?.triggers ?? null)
  const conditions = target.kind === 'chain' && list.source === 'chain' ? target.conditions : null
  const triggers = asked ?? fromKey ?? list.triggers
  const { refusalLock } = ports.configuration.organisation
  return {
    strategy: list.strategy,
    triggers: refusalLock ? without(triggers, 'refusal', 'content_filter') : triggers,
    maxMoves: keyPolicy?.maxRetries ?? Math.max(0, candidates.length - 1),
    moveDelayMs: keyPolicy?.retryDelayMs ?? 0,
    latencyMs: conditions?.latencyMs ?? null,
    limitShare: conditions?.limitShare ?? 1,
    maxTotalAttempts: ports.configuration.maxTotalAttempts,
    source: {
      candidates: list.source,
      strategy: list.strategySource,
      triggers: asked !== null ? 'request' : fromKey !== null ? 'key' : list.source,
    },
  }
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
  readonly candidates: readonly Candidate[]
  readonly policy: Policy
  readonly skipped: readonly Skipped[]
  readonly reserveTokens: (deployment: Deployment) => number
}

function complete(frame: Frame, ordered: Ordered): PlanResult {
  const { admitted, ports } = frame
  const { accepted } = admitted
  const { steps, putLast, allDemoted } = orderSteps(ordered.candidates, ordered.policy, {
    health: ports.health,
    rotation: ports.rotation,
    now: ports.now,
    deploymentStrategy: routingOf(frame) === 'balanced' ? 'balanced' : null,
  })
  if (allDemoted && ordered.candidates.every(({ model }) => model.failClosed)) {
    return allUnhealthy([...ordered.skipped, ...putLast])
  }
  const tightened = asksForTightening(accepted.controls)
    ? steps.map((step) => tighten(step, accepted.controls))
    : steps
  const totalMs = tightened[0]?.timeouts.totalMs ?? ports.configuration.timeouts.totalMs
  return {
    kind: 'planned',
    candidates: ordered.candidates.map(({ model }) => model.name),
    steps: tightened,
    skipped: [...ordered.skipped, ...putLast],
    policy: ordered.policy,
    reserveTokens: ordered.reserveTokens,
    deadlineMs: Math.min(totalMs, accepted.controls.deadlineMs ?? totalMs),
    warnings: warningsOf(frame, ordered),
  }
}

function routingOf({ admitted, ports }: Frame): 'priority' | 'balanced' {
  const asked = ports.configuration.organisation.allowRequestOverride
    ? admitted.accepted.controls.routing
    : null
  return asked ?? ports.configuration.fallback.routing
}

function warningsOf({ admitted, ports }: Frame, { candidates, policy }: Ordered): readonly string[] {
  const { controls } = admitted.accepted
  const measured = candidates.map(({ model }) => model.strategy).filter(isMeasured)
  if (isMeasured(policy.strategy)) measured.push(policy.strategy)
  const warnings = [...new Set(measured)].map(
    (strategy) => `strategy ${strategy} runs as balanced in this version`,
  )
  warnings.push(...admitted.accepted.warnings)
  const overrides = controls.fallback !== null || controls.triggers !== null || controls.routing !== null
  if (overrides && !ports.configuration.organisation.allowRequestOverride) {
    warnings.push('the organisation does not allow requests to bring their own routing: ignored')
  }
  return warnings
}

function isMeasured(strategy: StrategyId | null): boolean {
  return strategy !== null && MEASURED_STRATEGIES.includes(strategy)
}

function unknownName({ accepted }: Admitted): Refusal {
  return refusal('model_not_found', `No model or chain is called "${accepted.requested}".`)
}

function notGranted({ accepted, key }: Admitted): Refusal {
  return refusal('model_not_granted', `The API key "${key.name}" may not use "${accepted.requested}".`)
}

/** Only under `fail_closed`: otherwise our own bookkeeping alone never fails a request. */
function allUnhealthy(skipped: readonly Skipped[]): Refusal {
  return {
    ...refusal(
      'nothing_eligible',
      `Every deployment is unhealthy and fail_closed is set (${named(skipped)}).`,
    ),
    skipped,
  }
}

function named(skipped: readonly Skipped[]): string {
  return skipped.map(({ deployment, reason }) => `${deployment}: ${reason}`).join('; ')
}

function refusal(code: Refusal['code'], message: string): Refusal {
  return { kind: 'refused', code, message, retryAfterMs: null, skipped: [] }
}

/** Status by the first of limit, ability and policy that occurs; disabled ones count only if there is nothing else. */
function nothingEligible(excluded: readonly Exclusion[], skipped: readonly Skipped[]): Refusal {
  const kind = (['limit', 'ability', 'policy'] as const).find((wanted) =>
    excluded.some((exclusion) => exclusion.kind === wanted),
  )
  const waits = excluded.map(({ retryAfterMs }) => retryAfterMs).filter((wait) => wait !== null)
  return {
    ...refusal(
      EXCLUSION_CODES[kind ?? 'disabled'],
      `No deployment may be used for this request (${named(skipped)}).`,
    ),
    retryAfterMs: kind === 'limit' ? Math.min(...waits) : null,
    skipped,
  }
}
