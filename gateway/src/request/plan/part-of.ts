import type { Deployment } from '#domain/deployment'
import type { WeightedEntry } from '#domain/health'
import type { DeploymentId } from '#domain/names'
import type { Policy } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { IN_ORDER } from './by-score.ts'
import type { Candidate } from './candidate.ts'
import type { OrderContext } from './order-deployments.ts'
import { meanWeight, strategyIn, weightOf } from './order-deployments.ts'

/** Longer lists of deployments than a plan holds are looked at a part at a time. */
const LONG = IN_ORDER
/** A few more than one request tries by default. */
const PART = 10
/** The same for the first of all, who take no turns. */
const FIRST = 16

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
  /** Under which its deployments take turns. Made once, like all names of turns here: they are looked up by request. */
  readonly turns: string
  readonly deployments: readonly Deployment[]
}

/** Parts, or groups of them, that take turns under a name. */
interface Groups {
  readonly turns: string
  readonly entries: readonly Group[]
}

interface Group extends WeightedEntry {
  readonly content: Part | Groups
}

/** A long list in parts: worked out once per list. */
interface Parts {
  /** By the weight of what is in them, and by how much that is. */
  readonly weight: Groups
  readonly count: Groups
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
    const { turns, deployments } = chosen(candidate, by, context)
    return { ...candidate, deployments, strategy, part: turns }
  })
  return changed ? narrowed : null
}

function chosen(
  candidate: Candidate,
  by: 'weight' | 'count' | 'priority',
  { pinned, rotation }: OrderContext,
): Part {
  const parts = partsOf(candidate)
  const stays = pinned === null ? undefined : parts.of.get(pinned)
  if (stays !== undefined) return stays
  if (by === 'priority') return parts.first
  let groups = parts[by]
  for (;;) {
    const { turns, entries } = groups
    const group = entries[rotation.first(turns, entries)]
    if (group === undefined) return parts.first
    if ('deployments' in group.content) return group.content
    groups = group.content
  }
}

const known = new WeakMap<readonly Deployment[], Parts>()

function partsOf({ deployments, model }: Candidate): Parts {
  const before = known.get(deployments)
  if (before !== undefined) return before
  const enabled = deployments.filter((one) => one.enabled)
  const partNamed = (id: string, own: readonly Deployment[]): Part => ({
    id,
    turns: `${model.name} part ${id}`,
    deployments: own,
  })
  const all = chunks(enabled, PART).map((own, index) => partNamed(String(index), own))
  const missing = meanWeight(enabled)
  const rank = ({ priority }: Deployment): number => priority ?? Number.MAX_SAFE_INTEGER
  const lowest = enabled.toSorted((a, b) => rank(a) - rank(b)).slice(0, FIRST)
  const parts = {
    weight: grouped(`${model.name} in parts by weight`, all, (one) => weightOf(one) ?? missing),
    count: grouped(`${model.name} in parts by count`, all, () => 1),
    first: partNamed('first', lowest),
    of: new Map(all.flatMap((part) => part.deployments.map(({ id }) => [id, part] as const))),
  }
  known.set(deployments, parts)
  return parts
}

/** Groups of groups, until there are few: whose turn it is costs by how many there are to choose from. */
function grouped(turns: string, parts: readonly Part[], weigh: (deployment: Deployment) => number): Groups {
  let entries: readonly Group[] = parts.map((part) => ({
    id: part.id,
    weight: sum(part.deployments.map(weigh)),
    content: part,
  }))
  for (let level = 0; entries.length > PART; level++) {
    entries = chunks(entries, PART).map((content, index) => ({
      id: String(index),
      weight: sum(content.map(({ weight }) => weight)),
      content: { turns: `${turns} ${level} ${index}`, entries: content },
    }))
  }
  return { turns, entries }
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
