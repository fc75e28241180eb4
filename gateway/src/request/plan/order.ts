import type { FailureClass } from '#domain/failure'
import type { HealthView, Rotation } from '#domain/health'
import type { Deployment, Timeouts } from '#domain/deployment'
import type { Policy, PlanStep, Skipped } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { matches } from '#domain/trigger-set'
import type { Candidate } from './candidate.ts'
import { strategyOf } from './strategies/index.ts'
import type { Rankable } from './strategy.ts'

export interface OrderContext {
  readonly health: HealthView
  readonly rotation: Rotation
  readonly now: number
  /** Order of the deployments inside each model, if the request asks for one. */
  readonly deploymentStrategy: StrategyId | null
}

/** Candidates by the policy's strategy; those of one model stay together until demotion. */
export function orderCandidates(
  candidates: readonly Candidate[],
  strategy: StrategyId,
  rank: { readonly rotation: Rotation; readonly rotationKey: string },
): readonly Candidate[] {
  if (candidates.length <= 1) return candidates
  const items = candidates.map(({ id, priority }) => ({ id, weight: 1, priority }))
  return pick(candidates, strategyOf(strategy).order(items, rank))
}

export interface OrderedSteps {
  readonly steps: readonly PlanStep[]
  /** Demoted deployments, with what demoted them. */
  readonly putLast: readonly Skipped[]
  /** Class of what demoted the first one of them. */
  readonly passedOver: FailureClass | null
  readonly allDemoted: boolean
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
  const healthy: PlanStep[] = []
  const demoted: PlanStep[] = []
  const putLast: Skipped[] = []
  let passedOver: FailureClass | null = null
  let allDemoted = true
  candidates.forEach((candidate, position) => {
    const demotedHere: PlanStep[] = []
    for (const deployment of orderDeployments(candidate, context, turnsOf(candidates, position))) {
      const step = stepOf(candidate, deployment, position)
      const demotion = context.health.demotion(deployment, context.now)
      if (demotion === null) {
        healthy.push(step)
        allDemoted = false
        continue
      }
      passedOver ??= demotion.class
      putLast.push({
        deployment: deployment.label,
        reason: `put last: ${demotion.state} after ${demotion.class}`,
      })
      if (policy.maxMoves > 0 && matches(policy.triggers, demotion)) demoted.push(step)
      else demotedHere.push(step)
    }
    healthy.push(...demotedHere)
  })
  return { steps: demoted.length === 0 ? healthy : [...healthy, ...demoted], putLast, passedOver, allDemoted }
}

/** Those who come second take turns of their own: a place that is only held ready must not use up a turn of the first. */
function turnsOf(candidates: readonly Candidate[], position: number): string {
  const name = candidates[position]?.model.name ?? ''
  return position === 0 ? name : `${candidates[0]?.model.name ?? ''} > ${name}`
}

function orderDeployments(
  candidate: Candidate,
  context: OrderContext,
  rotationKey: string,
): readonly Deployment[] {
  const { deployments, model } = candidate
  if (deployments.length <= 1) return deployments
  const ranking = rankingOf(deployments)
  const strategy = strategyOf(context.deploymentStrategy ?? model.strategy ?? ranking.strategy)
  const rank = { rotation: context.rotation, rotationKey }
  const isWell = (deployment: Deployment): boolean =>
    context.health.demotion(deployment, context.now) === null
  const well = deployments.filter(isWell)
  if (well.length === 0 || well.length === deployments.length) {
    return pick(deployments, strategy.order(ranking.items, rank))
  }
  // A turn of one that is down would go to its neighbor: only those that are well take turns.
  const { items } = ranking
  const ofWell = items.filter((_, index) => well.includes(deployments[index] as Deployment))
  const ill = deployments.filter((deployment) => !well.includes(deployment))
  const ofIll = items.filter((item) => !ofWell.includes(item))
  return [
    ...pick(well, strategy.order(ofWell, rank)),
    ...pick(ill, strategyOf('failover').order(ofIll, rank)),
  ]
}

/** What strategies need to know of a list of deployments: worked out once per list. */
interface Ranking {
  readonly strategy: StrategyId
  readonly items: readonly Rankable[]
}

const rankings = new WeakMap<readonly Deployment[], Ranking>()

function rankingOf(deployments: readonly Deployment[]): Ranking {
  const known = rankings.get(deployments)
  if (known !== undefined) return known
  const missing = meanWeight(deployments)
  const items = deployments.map((deployment) => ({
    id: deployment.id,
    weight: weightOf(deployment) ?? missing,
    priority: deployment.priority,
  }))
  const ranking = { strategy: defaultStrategy(deployments), items }
  rankings.set(deployments, ranking)
  return ranking
}

/** Priorities if given; else weights if every deployment has one or a tokens-per-minute limit; else even rotation. */
function defaultStrategy(deployments: readonly Deployment[]): StrategyId {
  if (deployments.some((deployment) => deployment.priority !== null)) return 'priority'
  return deployments.every((deployment) => weightOf(deployment) !== null) ? 'weighted' : 'round_robin'
}

function weightOf(deployment: Deployment): number | null {
  return deployment.weight ?? deployment.tokensPerMinute
}

/** A missing weight is the mean of the given ones. */
function meanWeight(deployments: readonly Deployment[]): number {
  const given = deployments.map(weightOf).filter((weight) => weight !== null)
  return given.length === 0 ? 1 : given.reduce((sum, weight) => sum + weight, 0) / given.length
}

function stepOf(candidate: Candidate, deployment: Deployment, position: number): PlanStep {
  const { chain, model } = candidate
  const timeouts: Timeouts =
    chain === null ? deployment.timeouts : { ...deployment.timeouts, ...chain.timeouts }
  return { model, deployment, candidate: position, retry: chain?.retry ?? model.retry, timeouts }
}

function pick<T>(items: readonly T[], order: readonly number[]): readonly T[] {
  return order.map((index) => items[index]).filter((item) => item !== undefined)
}
