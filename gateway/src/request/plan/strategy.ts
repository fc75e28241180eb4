import type { Rotation } from '#domain/health'
import type { StrategyId } from '#domain/strategy'

/** What a strategy may know of a candidate or deployment. */
export interface Rankable {
  readonly id: string
  readonly weight: number
  /** Lower comes first; without one it comes last. */
  readonly priority: number | null
}

export interface RankContext {
  readonly rotation: Rotation
  /** State of rotation is kept per key: per API key and type for key policies, per model for deployments. */
  readonly rotationKey: string
}

/** Puts candidates, or the deployments of one model, in order. A file in `strategies/`. */
export interface Strategy {
  readonly id: StrategyId
  /** The positions of `items` in the order to try them. */
  order(items: readonly Rankable[], context: RankContext): readonly number[]
}
