import type { Deployment } from '#domain/deployment'
import type { WeightedEntry } from '#domain/health'
import type { DeploymentId } from '#domain/names'
import type { Policy } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import type { Candidate } from './candidate.ts'
import type { OrderContext } from './order-deployments.ts'
import { meanWeight, strategyIn, weightOf } from './order-deployments.ts'

/** Longer lists of deployments are looked at a part at a time. */
const LONG = 128
/** Twice as many as one request tries by default. */
const PART = 16

/** How a part of a long list is chosen: in turn, or the first of all. Other strategies compare all deployments. */
const BY: Readonly<Partial<Record<StrategyId, 'weight' | 'count' | 'priority'>>> = {
  weighted: 'weight',
  round_robin: 'count',
  balanced: 'count',
  adaptive: 'count',
  failover: 'priority',
  priority: 'priority',
}

interface Part {
  readonly id: string
  readonly deployments: readonly Deployment[]
}

/** Parts, or groups of parts, that take turns. */
interface Group extends WeightedEntry {
  readonly content: Part | readonly Group[]
}

/** A long list in parts: worked out once per list. */
interface Parts {
  /** By the weight of what is in them, and by how much that is. */
  readonly weight: readonly Group[]
  readonly count: readonly Group[]
  /** Lowest priorities, ties in list order. */
  readonly first: Part
  readonly of: ReadonlyMap<DeploymentId, Part>
}

/**
 * The candidates with a part of each long list, so that planning costs the same for a hundred deployments of a model and
 * for ten thousand. Parts take turns by what is in them, and so do the deployments of a part: the shares of all stay
 * exact over requests. `null`: all of them are to be looked at.
 */
export function partOf(
  candidates: readonly Candidate[],
  policy: Policy,
  context: OrderContext,
): readonly Candidate[] | null {
  if (!candidates.some(({ deployments }) => deployments.length > LONG)) return null
  // What compares candidates, or prefers some deployments to others, has to see all of them.
  const compares = candidates.length > 1 && BY[policy.strategy] !== 'priority'
  if (compares || policy.partition === 'none' || context.preference !== null) return null
  let changed = false
  const narrowed = candidates.map((candidate) => {
    if (candidate.deployments.length <= LONG) return candidate
    const strategy = strategyIn(candidate, context)
    const by = BY[strategy]
    if (by === undefined) return candidate
    changed = true
    const { id, deployments } = chosen(candidate, by, context)
    return { ...candidate, deployments, strategy, part: id }
  })
  return changed ? narrowed : null
}

function chosen(
  { deployments, model }: Candidate,
  by: 'weight' | 'count' | 'priority',
  { pinned, rotation }: OrderContext,
): Part {
  const parts = partsOf(deployments)
  const stays = pinned === null ? undefined : parts.of.get(pinned)
  if (stays !== undefined) return stays
  if (by === 'priority') return parts.first
  let key = `${model.name} in parts by ${by}`
  let groups = parts[by]
  for (;;) {
    const group = groups[rotation.next(key, groups)[0] ?? 0]
    if (group === undefined) return parts.first
    if ('deployments' in group.content) return group.content
    key = `${key} ${group.id}`
    groups = group.content
  }
}

const known = new WeakMap<readonly Deployment[], Parts>()

function partsOf(deployments: readonly Deployment[]): Parts {
  const before = known.get(deployments)
  if (before !== undefined) return before
  const enabled = deployments.filter((one) => one.enabled)
  const all = chunks(enabled, PART).map((own, index) => ({ id: String(index), deployments: own }))
  const missing = meanWeight(enabled)
  const rank = ({ priority }: Deployment): number => priority ?? Number.MAX_SAFE_INTEGER
  const lowest = enabled.toSorted((a, b) => rank(a) - rank(b)).slice(0, PART)
  const parts = {
    weight: grouped(all, (one) => weightOf(one) ?? missing),
    count: grouped(all, () => 1),
    first: { id: 'first', deployments: lowest },
    of: new Map(all.flatMap((part) => part.deployments.map(({ id }) => [id, part] as const))),
  }
  known.set(deployments, parts)
  return parts
}

/** Groups of groups, until there are few: whose turn it is costs by how many there are to choose from. */
function grouped(parts: readonly Part[], weigh: (deployment: Deployment) => number): readonly Group[] {
  let groups: readonly Group[] = parts.map((part) => ({
    id: part.id,
    weight: sum(part.deployments.map(weigh)),
    content: part,
  }))
  while (groups.length > PART) {
    groups = chunks(groups, PART).map((content, index) => ({
      id: String(index),
      weight: sum(content.map(({ weight }) => weight)),
      content,
    }))
  }
  return groups
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
