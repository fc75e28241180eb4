import type { Conditions } from '#domain/model'
import type { StrategyId } from '#domain/strategy'
import type { CheckEntry } from './check.ts'

export { NO_CONDITIONS } from '#domain/model'

/** One entry of a list of triggers, as it is written in files and request bodies; members as its type has them. */
export interface TriggerEntry {
  readonly type: string
  /** `false` switches the entry off. */
  readonly enabled?: boolean | undefined
  /** Share of a limit, budget or window, 0–1. */
  readonly threshold?: number | undefined
  readonly threshold_ms?: number | undefined
  /** `p95` or 95. */
  readonly percentile?: string | number | undefined
  readonly window_s?: number | undefined
  readonly min_requests?: number | undefined
  readonly checks?: readonly (string | CheckEntry)[] | undefined
  readonly to?: string | undefined
  readonly prefer?: readonly string[] | undefined
  readonly allow?: readonly string[] | undefined
  readonly strategy?: StrategyId | undefined
}

/** A type of trigger: what one entry of it asks for. */
export interface Trigger {
  readonly id: string
  readonly compile: (entry: TriggerEntry) => Conditions
}
