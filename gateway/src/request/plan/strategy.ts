import type { Random } from '#domain/clock'
import type { Deployment } from '#domain/deployment'
import type { Asked, HealthView, Rotation } from '#domain/health'
import type { RequestBody } from '#domain/request'
import type { StrategyId } from '#domain/strategy'

/** What a strategy may know of a candidate or deployment. */
export interface Rankable {
  readonly id: string
  readonly weight: number
  /** Lower comes first; without one it comes last. */
  readonly priority: number | null
  /** The deployment itself, or those of the candidate: the best healthy one speaks for it. */
  readonly deployments: readonly Deployment[]
}

/** What strategies may look at besides the items: the request, and the state of the moment. */
export interface RankContext {
  readonly rotation: Rotation
  readonly health: HealthView
  readonly random: Random
  readonly body: RequestBody
  readonly asked: Asked
  readonly now: number
}

/** Puts candidates, or the deployments of one model, in order. A file in `strategies/`. */
export interface Strategy {
  readonly id: StrategyId
  /** Now and then another than the best comes first, to find out what it is like. */
  readonly explores?: true
  /**
   * The positions of `items` in the order to try them, of long lists at least the first thirty-two. State of rotation is kept under `turns`: per API key and type for
   * key policies, per model for deployments.
   */
  order(items: readonly Rankable[], context: RankContext, turns: string): readonly number[]
}
