import type { BudgetStore } from '#domain/budget'
import type { Random } from '#domain/clock'
import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { HealthView, Rotation } from '#domain/health'
import type { QueueView, Waitable } from '#domain/queue'
import type { Admitted, PassedOver, Plan, PlanResult, Policy, Skipped } from '#domain/request'
import type { Sessions } from '#domain/sessions'
import type { Candidate } from './candidate.ts'
import type { Charge } from './charge.ts'
import type { Exclusion, Unreachable } from './eligible.ts'
import { keepEligible } from './eligible.ts'
import { expectedInput } from './expected-input.ts'
import { expectedOutput } from './expected-output.ts'
import type { OrderContext } from './order-deployments.ts'
import { NONE_LEFT, oneProviderEach } from './one-provider.ts'
import { orderSteps } from './order.ts'
import { orderCandidates } from './order-candidates.ts'
import { partOf } from './part-of.ts'
import { preferenceOf, regionPreference } from './preference.ts'
import type { Prepared } from './prepare.ts'
import { prepare } from './prepare.ts'
import { allUnhealthy, nothingEligible, nothingPermitted, othersFirst, overBudget } from './refuse.ts'
import { selectionWarnings } from './selection-warnings.ts'
import { sessionOf } from './session-of.ts'
import { RequestSpending } from './spending.ts'
import { Thrift } from './thrift.ts'
import type { Uncarried } from './unselected.ts'
import { asksForTightening, tighten } from './tighten.ts'
import { deadlinesOf, untilRoom, waitableOf } from './waitable.ts'

export interface PlanPorts {
  readonly configuration: Configuration
  readonly health: HealthView
  readonly rotation: Rotation
  readonly random: Random
  /** Clock reading in milliseconds. */
  readonly now: number
  /** Where budgets are kept; without it none is in force. */
  readonly budgets?: BudgetStore
  /** Who waits for room already and comes first; without it nobody does. */
  readonly queue?: QueueView | null
  /** Where a request is translated: what of it a deployment cannot be given. Without it everything is carried. */
  readonly uncarried?: Uncarried
  /** What cannot be sent to a deployment at all. Without it everything is sent everywhere. */
  readonly unreachable?: Unreachable | null
  /** Who served which session. Without it no request is kept where the one before went. */
  readonly sessions?: Sessions
}

/** Which places may answer this request, and in which order; or the refusal that names why none may. */
export function plan(admitted: Admitted, ports: PlanPorts): PlanResult {
  const prepared = prepare(admitted, ports.configuration)
  if (prepared.kind === 'refused') return prepared
  const { policy, charge } = prepared
  const spending = charge === null ? null : spendingOf(charge, admitted, ports)
  const blocked = spending?.limit('block') ?? null
  if (blocked !== null) return overBudget(blocked, prepared.skipped)
  const waitable = policy.queue === null ? null : waitableOf(prepared, admitted.accepted)
  if (waitable !== null && ports.queue?.isOccupied(waitable.queue) === true) {
    return othersFirst(waitable, ports.queue.retryAfterMs(waitable.queue), prepared.skipped)
  }
  const thrift = charge === null || spending === null ? null : Thrift.of(charge, spending)
  const session = sessionOf(admitted, prepared)
  const reserveTokens = reservation(admitted, ports.health)
  const context = orderContext(prepared, { admitted, ports, session, reserveTokens })
  const listed = prepared.onlyFirst
    ? orderCandidates(prepared.candidates, policy.strategy, context).slice(0, 1)
    : prepared.candidates
  const moment = { admitted, ports, context, session, reserveTokens, spending, thrift, waitable }
  const part = thrift === null ? partOf(listed, policy, context) : null
  if (part !== null) {
    const inPart = planAmong(part, prepared, moment)
    if (inPart.kind === 'planned' && leadsWell(inPart, context)) return inPart
  }
  return planAmong(thrift === null ? listed : thrift.extended(listed), prepared, moment)
}

interface Moment extends Pick<
  Ordered,
  'admitted' | 'ports' | 'context' | 'session' | 'reserveTokens' | 'spending' | 'waitable'
> {
  readonly thrift: Thrift | null
}

/** A plan that begins where it should, at a deployment that is well: others need not be looked at. */
function leadsWell({ steps }: Plan, { health, now, asked }: OrderContext): boolean {
  const [first] = steps
  return first?.candidate === 0 && health.demotion(first.deployment, now, asked) === null
}

function planAmong(candidates: readonly Candidate[], prepared: Prepared, moment: Moment): PlanResult {
  const { admitted, ports, context, session, reserveTokens, spending, thrift, waitable } = moment
  const { policy } = prepared
  const eligible = keepEligible(candidates, {
    accepted: admitted.accepted,
    health: ports.health,
    now: ports.now,
    limitShare: policy.limitShare,
    reserveTokens,
    spending,
    regions: policy.regions,
    uncarried: ports.uncarried ?? null,
    unreachable: ports.unreachable ?? null,
  })
  const usual = orderCandidates(eligible.kept, policy.strategy, context)
  const ordered = thrift === null ? usual : thrift.ordered(usual)
  const moved = thrift?.passedOver(usual, ordered[0]) ?? null
  const skipped = joined(
    joined(prepared.skipped, eligible.excluded),
    thrift === null ? [] : thrift.skipped(moved),
  )
  if (candidates.length === 0) return nothingPermitted(skipped)
  if (eligible.kept.length === 0) {
    return untilRoom(nothingEligible(eligible.excluded, skipped), waitable, candidates)
  }
  const result = complete(prepared, {
    admitted,
    ports,
    context,
    session,
    // Money decides between models, not between all of their deployments.
    policy: thrift === null ? policy : { ...thrift.policy, partition: 'model' },
    candidates: ordered,
    movedBy: moved?.by ?? null,
    excluded: eligible.excluded,
    skipped,
    reserveTokens,
    spending,
    waitable,
  })
  return result.kind === 'refused' ? untilRoom(result, waitable, candidates) : result
}

function orderContext(
  prepared: Prepared,
  {
    admitted,
    ports,
    session,
    reserveTokens,
  }: Pick<Ordered, 'admitted' | 'ports' | 'session' | 'reserveTokens'>,
): OrderContext {
  const { health, now, configuration } = ports
  const { body, controls } = admitted.accepted
  const { policy, candidates, sideBySide } = prepared
  const { regions } = policy
  const wanted = configuration.organisation.allowRequestOverride ? controls.selection : null
  const order = wanted?.order ?? NO_NAMES
  const preferred = wanted?.preferred ?? null
  const preferring = { health, now, streamed: body.streamed, order, preferred, regions }
  const prefers = regions !== null || order.length > 0 || preferred !== null
  return {
    rotation: ports.rotation,
    health,
    random: ports.random,
    body,
    asked: { policy, streamed: body.streamed, inputTokens: body.estimatedInputTokens, reserveTokens },
    now,
    turns: prepared.rotationKey,
    deploymentStrategy: prepared.deploymentStrategy,
    defaultStrategy: prepared.defaultStrategy,
    preference: prefers ? preferenceOf(candidates, preferring) : null,
    sidePreference: sideBySide && regions !== null ? regionPreference(candidates, regions, preferring) : null,
    pinned: session === null ? null : (ports.sessions?.lookUp(session, now) ?? null),
  }
}

const NO_NAMES: readonly string[] = []

function spendingOf(charge: Charge, { accepted }: Admitted, ports: PlanPorts): RequestSpending | null {
  const { budgets: store, health } = ports
  return store === undefined ? null : new RequestSpending(charge, { accepted, health, store })
}

/** When the first one that is full has room again. */
function roomAt(excluded: readonly Exclusion[], now: number): number | null {
  let first: number | null = null
  for (const { kind, retryAfterMs } of excluded) {
    if (kind === 'limit' && retryAfterMs !== null) first = Math.min(first ?? Infinity, now + retryAfterMs)
  }
  return first
}

function joined(before: readonly Skipped[], more: readonly Skipped[]): readonly Skipped[] {
  if (more.length === 0) return before
  return before.length === 0 ? more : [...before, ...more]
}

function reservation({ accepted }: Admitted, health: HealthView): (deployment: Deployment) => number {
  const { body } = accepted
  return (deployment) =>
    expectedInput(body, health, deployment) + expectedOutput(accepted, health, deployment)
}

interface Ordered {
  readonly admitted: Admitted
  readonly ports: PlanPorts
  readonly context: OrderContext
  readonly session: string | null
  readonly policy: Policy
  readonly candidates: readonly Candidate[]
  readonly excluded: readonly Exclusion[]
  readonly skipped: readonly Skipped[]
  readonly reserveTokens: (deployment: Deployment) => number
  readonly spending: RequestSpending | null
  readonly waitable: Waitable | null
  /** What put others before the candidate that usually comes first. */
  readonly movedBy: PassedOver | null
}

function complete(prepared: Prepared, ordered: Ordered): PlanResult {
  const { admitted, ports, policy } = ordered
  const { accepted } = admitted
  const inOrder = orderSteps(ordered.candidates, policy, ordered.context)
  const { steps, putLast, passedOver } = inOrder
  const skipped = joined(ordered.skipped, putLast)
  if (inOrder.allDemoted && ordered.candidates.every(({ model }) => model.failClosed)) {
    return allUnhealthy(ordered.excluded, { skipped, soonestMs: inOrder.soonestMs })
  }
  const { controls } = accepted
  const chosen =
    controls.selection?.oneProvider === true ? oneProviderEach(steps) : { steps, left: NONE_LEFT }
  const tightened = asksForTightening(controls)
    ? chosen.steps.map((step) => tighten(step, controls))
    : chosen.steps
  const totalMs = tightened[0]?.timeouts.totalMs ?? ports.configuration.timeouts.totalMs
  const { deadlineMs, commitWithinMs } = deadlinesOf(accepted, totalMs)
  return {
    kind: 'planned',
    candidates: ordered.candidates.map(({ model }) => model.name),
    steps: tightened,
    skipped: joined(skipped, chosen.left),
    policy,
    streamed: accepted.body.streamed,
    inputTokens: accepted.body.estimatedInputTokens,
    reserveTokens: ordered.reserveTokens,
    queue: ordered.waitable,
    spending: ordered.spending,
    roomAt: roomAt(ordered.excluded, ports.now),
    keepsWarm: prepared.keepsWarm,
    session: ordered.session,
    deadlineMs,
    commitWithinMs,
    passedOver: ordered.movedBy ?? (tightened[0]?.candidate === 0 ? null : passedOver),
    warnings: allWarnings(prepared, ordered),
  }
}

function allWarnings(prepared: Prepared, { admitted, ports }: Ordered): readonly string[] {
  const { warnings, controls } = admitted.accepted
  const { selection } = controls
  const before = prepared.warnings
  if (selection === null) return warnings.length === 0 ? before : [...before, ...warnings]
  const more = selectionWarnings(selection, prepared.candidates, ports.configuration)
  return [...before, ...warnings, ...more]
}
