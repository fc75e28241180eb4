import type { Deployment } from '#domain/deployment'
import { byScore, rotated, withFirst } from './by-score.ts'
import type { Rankable, RankContext } from './strategy.ts'

/** One request in so many goes to another than the best, so that one that has become better is found out. */
const PROBE_EVERY = 20
/** While there are some that were never tried, one request in so many goes to one of them. */
const FIRST_TRY_EVERY = 2

/** Lower is better; `null`: not known. */
export type Score = (deployment: Deployment, context: RankContext) => number | null

interface Turns {
  readonly context: RankContext
  /** Key of the rotation. */
  readonly turns: string
}

/** Best first by a measured score, with the shares of probes that keep the measures true. Unmeasured ones come last. */
export function measuredOrder(
  items: readonly Rankable[],
  score: Score,
  { context, turns }: Turns,
): readonly number[] {
  if (items.length <= 1) return items.map((_, position) => position)
  const turn = context.rotation.turn(turns)
  const scores = items.map((item) => bestScore(item, score, context))
  const order = byScore(scores)
  const [best = 0] = order
  if (scores[best] === Number.POSITIVE_INFINITY) return rotated(items.length, turn)
  const probe = probeOf(items, best, { context, turn })
  return probe === null ? order : withFirst(order, probe)
}

/** Lowest first by a score that needs no probes; those that share the lowest take turns at being first. */
export function lowestOrder(
  items: readonly Rankable[],
  score: Score,
  { context, turns }: Turns,
): readonly number[] {
  if (items.length <= 1) return items.map((_, position) => position)
  const turn = context.rotation.turn(turns)
  const scores = items.map((item) => bestScore(item, score, context))
  const order = byScore(scores)
  const lowest = scores[order[0] ?? 0]
  let tied = 0
  for (const one of scores) if (one === lowest) tied++
  let skip = turn % tied
  const first = scores.findIndex((one) => one === lowest && skip-- === 0)
  return withFirst(order, first)
}

/** Who is asked before the best, if this request is a probe. */
export function probeOf(
  items: readonly Rankable[],
  best: number,
  { context, turn }: { readonly context: RankContext; readonly turn: number },
): number | null {
  if (turn % FIRST_TRY_EVERY === FIRST_TRY_EVERY - 1) {
    const untried = items.findIndex((item) => isUntried(item, context))
    if (untried !== -1) return untried
  }
  if (turn % PROBE_EVERY !== PROBE_EVERY - 1) return null
  const other = Math.floor(context.random() * (items.length - 1))
  return other < best ? other : other + 1
}

/** The deployment that speaks for an item: the best of the healthy ones; the first where none is healthy. */
export function bestOf(item: Rankable, score: Score, context: RankContext): Deployment | null {
  const [first = null] = item.deployments
  if (item.deployments.length <= 1) return first
  let best: Deployment | null = null
  let lowest = Number.POSITIVE_INFINITY
  for (const deployment of item.deployments) {
    if (context.health.demotion(deployment, context.now, context.asked) !== null) continue
    const value = score(deployment, context) ?? Number.POSITIVE_INFINITY
    if (best !== null && value >= lowest) continue
    best = deployment
    lowest = value
  }
  return best ?? first
}

/** That of the deployment that speaks for it; infinite where nothing is known. */
function bestScore(item: Rankable, score: Score, context: RankContext): number {
  const deployment = bestOf(item, score, context)
  return (deployment === null ? null : score(deployment, context)) ?? Number.POSITIVE_INFINITY
}

function isUntried({ deployments }: Rankable, { health }: RankContext): boolean {
  return deployments.every((deployment) => health.measured(deployment) === null)
}
