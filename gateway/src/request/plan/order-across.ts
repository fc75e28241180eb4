import type { Deployment } from '#domain/deployment'
import type { Demotion } from '#domain/health'
import type { DeploymentId } from '#domain/names'
import type { Policy } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { isWritten } from '#domain/strategy'
import { matches } from '#domain/trigger-set'
import type { Candidate } from './candidate.ts'
import type { OrderContext } from './order-deployments.ts'
import { arrange, orderDeployments, pick, standingOf } from './order-deployments.ts'

/** A deployment with the candidate that it came with, and how it is. */
export interface Place {
  readonly candidate: Candidate
  readonly position: number
  readonly deployment: Deployment
  readonly demotion: Demotion | null
  readonly onTrial: boolean
}

/** May what demoted a deployment send it past other models. */
export function passesModels({ maxMoves, triggers }: Policy, demotion: Demotion): boolean {
  return maxMoves > 0 && matches(triggers, demotion)
}

/**
 * The deployments of all candidates in one order, as `partition: none` wants it. A demoted one whose class is none that
 * moves on keeps its turn among the models, behind the healthy ones of its own.
 */
export function orderAcross(
  candidates: readonly Candidate[],
  policy: Policy,
  context: OrderContext,
): readonly Place[] {
  const asked = context.deploymentStrategy ?? policy.strategy
  const asListed = ownersOf(candidates, null)
  if (!isWritten(asked)) return arranged(asListed, asked, { policy, context })
  const stays = context.pinned !== null && asListed.some(({ deployment }) => deployment.id === context.pinned)
  if (stays) {
    // Where the session stays, nobody's turn is taken.
    const kept = arranged(asListed, 'priority', { policy, context })
    if (kept[0]?.deployment.id === context.pinned) return kept
  }
  return arranged(ownersOf(candidates, context), 'priority', { policy, context })
}

function arranged(
  owners: readonly Owner[],
  strategy: StrategyId,
  { policy, context }: { readonly policy: Policy; readonly context: OrderContext },
): readonly Place[] {
  const deployments = owners.map(({ deployment }) => deployment)
  const { turns } = context
  const standing = standingOf(deployments, context, turns)
  const { demotions, probed } = standing
  const mayLead = (index: number): boolean => {
    const demotion = demotions[index] ?? null
    return demotion === null || !passesModels(policy, demotion)
  }
  const places = owners.map((owner, index): Place => {
    return { ...owner, demotion: demotions[index] ?? null, onTrial: index === probed }
  })
  return healthyFirst(pick(places, arrange(deployments, standing, { strategy, context, turns, mayLead })))
}

type Owner = Pick<Place, 'candidate' | 'position' | 'deployment'>

/** Every deployment once, with the first candidate that has it; in the order of each model if `context` is given. */
function ownersOf(candidates: readonly Candidate[], context: OrderContext | null): readonly Owner[] {
  const owners = new Map<DeploymentId, Owner>()
  candidates.forEach((candidate, position) => {
    for (const deployment of context === null ? candidate.deployments : inOwnOrder(candidate, context)) {
      if (!owners.has(deployment.id)) owners.set(deployment.id, { candidate, position, deployment })
    }
  })
  return [...owners.values()]
}

function inOwnOrder(candidate: Candidate, context: OrderContext): readonly Deployment[] {
  const { deployments, model } = candidate
  const turns = model.name
  const standing = standingOf(deployments, context, turns)
  return pick(deployments, orderDeployments(candidate, standing, { context, turns }))
}

/** Each model keeps its turns; in them its healthy deployments come first. */
function healthyFirst(places: readonly Place[]): readonly Place[] {
  const queues = new Map<number, Place[]>()
  for (const well of [true, false]) {
    for (const place of places) {
      if ((place.demotion === null) !== well) continue
      const queue = queues.get(place.position) ?? []
      queue.push(place)
      queues.set(place.position, queue)
    }
  }
  return places.flatMap(({ position }) => queues.get(position)?.shift() ?? [])
}
