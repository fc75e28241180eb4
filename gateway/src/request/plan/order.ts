import type { FailureClass } from '#domain/failure'
import type { Demotion } from '#domain/health'
import { badnessOf } from '#domain/health'
import type { Deployment } from '#domain/deployment'
import type { Policy, PlanStep, Skipped } from '#domain/request'
import { IN_ORDER } from './by-score.ts'
import type { Candidate } from './candidate.ts'
import { timeoutsAt } from './candidate.ts'
import type { Place } from './order-across.ts'
import { orderAcross, passesModels } from './order-across.ts'
import type { OrderContext } from './order-deployments.ts'
import { orderDeployments, standingOf } from './order-deployments.ts'

export interface OrderedSteps {
  readonly steps: readonly PlanStep[]
  /** Demoted deployments, with what demoted them. */
  readonly putLast: readonly Skipped[]
  /** Class of what demoted the first one of them. */
  readonly passedOver: FailureClass | null
  readonly allDemoted: boolean
  /** Milliseconds until the first of the demoted ones is tried again of its own; infinite where nobody knows. */
  readonly soonestMs: number
}

/**
 * The steps of a plan: deployments of each candidate in order, the demoted ones at the end; past the end of their own
 * model only where the class that demoted them is one that moves on.
 */
export function orderSteps(
  candidates: readonly Candidate[],
  policy: Policy,
  context: OrderContext,
): OrderedSteps {
  const steps = new Steps(policy)
  if (policy.partition === 'none' && candidates.length > 1) {
    for (const place of orderAcross(candidates, policy, context).slice(0, IN_ORDER)) {
      steps.add(place)
      steps.endOfModel()
    }
    return steps.ordered()
  }
  candidates.forEach((candidate, position) => {
    const turns = turnsOf(candidates, position)
    const standing = standingOf(candidate.deployments, context, turns)
    for (const index of orderDeployments(candidate, standing, { context, turns }).slice(0, IN_ORDER)) {
      const deployment = candidate.deployments[index]
      if (deployment === undefined) continue
      const demotion = standing.demotions[index] ?? null
      steps.add({ candidate, position, deployment, demotion, onTrial: index === standing.probed })
    }
    steps.endOfModel()
  })
  return steps.ordered()
}

class Steps {
  readonly #policy: Policy
  readonly #healthy: PlanStep[] = []
  /** At the end of all, and at the end of the model under way. */
  readonly #last: PutLast[] = []
  #lastHere: PutLast[] = []
  readonly #putLast: Skipped[] = []
  #passedOver: FailureClass | null = null
  #allDemoted = true
  #soonestMs = Number.POSITIVE_INFINITY

  constructor(policy: Policy) {
    this.#policy = policy
  }

  add({ candidate, position, deployment, demotion, onTrial }: Place): void {
    const step = stepOf(candidate, deployment, position)
    if (demotion === null) {
      this.#healthy.push(onTrial ? { ...step, onTrial } : step)
      this.#allDemoted = false
      return
    }
    this.#soonestMs = Math.min(this.#soonestMs, demotion.retryInMs)
    this.#passedOver ??= demotion.class
    this.#putLast.push({ deployment: deployment.label, reason: putLastReason(demotion) })
    const last = { step, badness: badnessOf(demotion) }
    if (passesModels(this.#policy, demotion)) this.#last.push(last)
    else this.#lastHere.push(last)
  }

  endOfModel(): void {
    if (this.#lastHere.length === 0) return
    this.#healthy.push(...leastBadFirst(this.#lastHere))
    this.#lastHere = []
  }

  ordered(): OrderedSteps {
    return {
      steps: this.#last.length === 0 ? this.#healthy : [...this.#healthy, ...leastBadFirst(this.#last)],
      putLast: this.#putLast,
      passedOver: this.#passedOver,
      allDemoted: this.#allDemoted,
      soonestMs: this.#soonestMs,
    }
  }
}

interface PutLast {
  readonly step: PlanStep
  readonly badness: number
}

function leastBadFirst(steps: readonly PutLast[]): readonly PlanStep[] {
  const sorted = steps.length > 1 ? steps.toSorted((a, b) => a.badness - b.badness) : steps
  return sorted.map(({ step }) => step)
}

function putLastReason({ state, class: failureClass, retryInMs }: Demotion): string {
  switch (state) {
    case 'forced_open':
      return 'put last: forced open by hand'
    case 'no_headroom':
      return `put last: its provider reports no room for this, in ${Math.ceil(retryInMs / 1000)} s more`
    case 'slow':
      return 'put last: slower than the latency trigger allows'
    case 'low_quality':
      return 'put last: its answers score lower than the quality trigger asks for'
    default:
      return `put last: ${state} after ${failureClass}`
  }
}

/** Those who come second take turns of their own: a place that is only held ready must not use up a turn of the first. */
function turnsOf(candidates: readonly Candidate[], position: number): string {
  const own = candidates[position]
  const name = own?.part ?? own?.model.name ?? ''
  return position === 0 ? name : `${candidates[0]?.model.name ?? ''} > ${name}`
}

function stepOf(candidate: Candidate, deployment: Deployment, position: number): PlanStep {
  const { chain, model } = candidate
  const retry = chain?.retry ?? model.retry
  return { model, deployment, candidate: position, retry, timeouts: timeoutsAt(candidate, deployment) }
}
