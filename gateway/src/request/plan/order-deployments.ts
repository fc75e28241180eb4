import type { Deployment } from '#domain/deployment'
import type { Demotion } from '#domain/health'
import { isStrain } from '#domain/health'
import type { DeploymentId } from '#domain/names'
import type { StrategyId } from '#domain/strategy'
import { withFirst } from './by-score.ts'
import type { Candidate } from './candidate.ts'
import { leadFirst } from './lead-first.ts'
import type { Preference } from './preference.ts'
import { strategyOf } from './strategies/index.ts'
import type { Rankable, RankContext, Strategy } from './strategy.ts'

export interface OrderContext extends RankContext {
  /** State of rotation among candidates. */
  readonly turns: string
  /** Order of the deployments inside each model, if the request asks for one. */
  readonly deploymentStrategy: StrategyId | null
  /** The same for models without one of their own, if the file asks for one. */
  readonly defaultStrategy: StrategyId | null
  /** `null`: the strategy alone decides. */
  readonly preference: Preference | null
  /** The same for candidates that stand side by side. */
  readonly sidePreference: Preference | null
  /** Served the session before: first among those that lead, without taking a turn. */
  readonly pinned: DeploymentId | null
}

/** The health of the deployments of one candidate, by their position. */
export interface Standing {
  readonly demotions: readonly (Demotion | null)[]
  /** A slow or poor one that keeps its place this time, to find out whether it still is. */
  readonly probed: number | null
}

/** One request in so many lets one slow or poor deployment of a model keep its place. */
const TRIAL_EVERY = 20

/** Asks for the health of each deployment, once. Trials are counted under `turns`. */
export function standingOf(
  deployments: readonly Deployment[],
  context: OrderContext,
  turns: string,
): Standing {
  const demotions: (Demotion | null)[] = []
  let strained: number[] | null = null
  let staysHere = false
  for (const [position, deployment] of deployments.entries()) {
    const demotion = context.health.demotion(deployment, context.now, context.asked)
    demotions.push(demotion)
    if (demotion === null && deployment.id === context.pinned) staysHere = true
    if (demotion !== null && isStrain(demotion)) (strained ??= []).push(position)
  }
  // Who stays where it was is no trial for others, and counts as none.
  if (strained === null || staysHere) return { demotions, probed: null }
  const turn = context.rotation.turn(`${turns} on trial`)
  const probed = strained[Math.floor(turn / TRIAL_EVERY) % strained.length]
  if (turn % TRIAL_EVERY !== TRIAL_EVERY - 1 || probed === undefined) {
    return { demotions, probed: null }
  }
  demotions[probed] = null
  return { demotions, probed }
}

/** More than any preference is. */
const ILL = 1_000_000_000

/** Positions of the deployments of one candidate in the order to try them: those that are well before the others. */
export function orderDeployments(
  candidate: Candidate,
  standing: Standing,
  { context, turns }: { readonly context: OrderContext; readonly turns: string },
): readonly number[] {
  const { deployments } = candidate
  if (deployments.length <= 1) return deployments.length === 0 ? [] : ONLY
  const strategy = strategyIn(candidate, context)
  const mayLead = (position: number): boolean => standing.demotions[position] === null
  return arrange(deployments, standing, { strategy, context, turns, mayLead })
}

/** What orders the deployments of a candidate. */
export function strategyIn(
  { deployments, model, strategy: byName }: Candidate,
  { deploymentStrategy, defaultStrategy: inFile }: OrderContext,
): StrategyId {
  return deploymentStrategy ?? byName ?? model.strategy ?? inFile ?? rankingOf(deployments).strategy
}

const ONLY: readonly number[] = [0]

interface Arranging {
  readonly strategy: StrategyId
  readonly context: OrderContext
  readonly turns: string
  /** Well enough to stand before the others. */
  readonly mayLead: (position: number) => boolean
}

/**
 * Positions in the order to try them: of those that lead the ones that are preferred most, by the strategy, unless one
 * of them served the session before. A turn of one that cannot take it would go to its neighbor: only they take turns.
 */
export function arrange(
  deployments: readonly Deployment[],
  { demotions, probed }: Standing,
  { strategy: id, context, turns, mayLead }: Arranging,
): readonly number[] {
  const { items } = rankingOf(deployments)
  const { preference, pinned } = context
  const strategy = strategyOf(id)
  const orderBy = (by: Strategy, positions: readonly number[]): readonly number[] => {
    if (positions.length === items.length) return by.order(items, context, turns)
    return pick(positions, by.order(pick(items, positions), context, turns))
  }
  const ranks = deployments.map((one, position) => (mayLead(position) ? 0 : ILL) + (preference?.(one) ?? 0))
  const stays = pinned === null ? -1 : deployments.findIndex((one) => one.id === pinned)
  const isWell = stays !== probed && demotions[stays] === null
  return leadFirst(
    ranks,
    (leading) => {
      if (isWell && leading.includes(stays)) return withFirst(orderBy(strategyOf('failover'), leading), stays)
      const order = orderBy(strategy, leading)
      const explores = probed !== null && strategy.explores === true && leading.includes(probed)
      return explores ? withFirst(order, probed) : order
    },
    (others) => orderBy(strategyOf('failover'), others),
  )
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
    deployments: [deployment],
  }))
  const ranking = { strategy: defaultStrategy(deployments), items }
  rankings.set(deployments, ranking)
  return ranking
}

/** Priorities if given; else weights if every deployment has one or a tokens-per-minute limit; else even rotation. */
export function defaultStrategy(deployments: readonly Deployment[]): StrategyId {
  if (deployments.some((deployment) => deployment.priority !== null)) return 'priority'
  return deployments.every((deployment) => weightOf(deployment) !== null) ? 'weighted' : 'round_robin'
}

export function weightOf(deployment: Deployment): number | null {
  return deployment.weight ?? deployment.tokensPerMinute
}

/** A missing weight is the mean of the given ones. */
export function meanWeight(deployments: readonly Deployment[]): number {
  const given = deployments.map(weightOf).filter((weight) => weight !== null)
  return given.length === 0 ? 1 : given.reduce((sum, weight) => sum + weight, 0) / given.length
}

export function pick<T>(items: readonly T[], order: readonly number[]): readonly T[] {
  return order.map((index) => items[index]).filter((item) => item !== undefined)
}
