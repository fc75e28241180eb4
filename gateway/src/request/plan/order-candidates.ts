import type { Deployment } from '#domain/deployment'
import type { StrategyId } from '#domain/strategy'
import { isWritten } from '#domain/strategy'
import { completed, withFirst } from './by-score.ts'
import type { Candidate } from './candidate.ts'
import { leadFirst } from './lead-first.ts'
import type { OrderContext } from './order-deployments.ts'
import { pick, weightOf } from './order-deployments.ts'
import { strategyOf } from './strategies/index.ts'
import type { Rankable } from './strategy.ts'

/** Candidates by the policy's strategy, those in preferred regions first; those of one model stay together until demotion. */
export function orderCandidates(
  candidates: readonly Candidate[],
  strategy: StrategyId,
  context: OrderContext,
): readonly Candidate[] {
  if (candidates.length <= 1) return candidates
  const items = itemsOf(candidates, strategy)
  const { sidePreference, pinned, turns } = context
  const stays = pinned === null || isWritten(strategy) ? -1 : servedBy(candidates, pinned, context)
  if (sidePreference === null && stays === -1) {
    const order = strategyOf(strategy).order(items, context, turns)
    return pick(candidates, completed(order, candidates.length))
  }
  const orderBy = (id: StrategyId, positions: readonly number[]): readonly number[] =>
    pick(positions, completed(strategyOf(id).order(pick(items, positions), context, turns), positions.length))
  const ranks = candidates.map((candidate) => rankOf(candidate, context))
  const order = leadFirst(
    ranks,
    (leading) =>
      leading.includes(stays) ? withFirst(orderBy('failover', leading), stays) : orderBy(strategy, leading),
    (others) => orderBy('failover', others),
  )
  return pick(candidates, order)
}

/** A candidate is as near as the nearest of its healthy deployments. */
function rankOf({ deployments }: Candidate, { sidePreference, health, now, asked }: OrderContext): number {
  if (sidePreference === null) return 0
  const isWell = (one: Deployment): boolean => health.demotion(one, now, asked) === null
  const well = deployments.filter(isWell)
  return Math.min(...(well.length === 0 ? deployments : well).map(sidePreference))
}

/** Position of the candidate whose deployment served the session before and is healthy; -1: none. */
function servedBy(
  candidates: readonly Candidate[],
  pinned: string,
  { health, now, asked }: OrderContext,
): number {
  return candidates.findIndex(({ deployments }) =>
    deployments.some((one) => one.id === pinned && health.demotion(one, now, asked) === null),
  )
}

function itemsOf(candidates: readonly Candidate[], strategy: StrategyId): readonly Rankable[] {
  const weights = strategy === 'weighted' ? candidates.map(weightOfAll) : null
  const given = weights?.filter((weight) => weight !== null) ?? []
  const mean = given.length === 0 ? 1 : given.reduce((sum, weight) => sum + weight, 0) / given.length
  return candidates.map(({ id, priority, deployments }, position) => ({
    id,
    weight: weights === null ? 1 : (weights[position] ?? mean),
    priority,
    deployments,
  }))
}

/** A candidate carries as much as its deployments do together; `null`: one of them does not say. */
function weightOfAll({ deployments }: Candidate): number | null {
  let sum = 0
  for (const deployment of deployments) {
    const weight = weightOf(deployment)
    if (weight === null) return null
    sum += weight
  }
  return sum
}
