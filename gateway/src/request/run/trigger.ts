import type { Conditions } from '#domain/model'
import { NO_TRIGGERS } from '#domain/trigger-set'

/** One entry of a list of triggers, as it is written in files and request bodies; members as its type has them. */
export interface TriggerEntry {
  readonly type: string
  /** `false` switches the entry off. */
  readonly enabled?: boolean | undefined
  /** Share of a limit, budget or window, 0–1. */
  readonly threshold?: number | undefined
  readonly threshold_ms?: number | undefined
  readonly window_s?: number | undefined
  readonly min_requests?: number | undefined
}

/** A type of trigger: what one entry of it asks for. */
export interface Trigger {
  readonly id: string
  readonly compile: (entry: TriggerEntry) => Conditions
}

/** Nothing moves. */
export const NO_CONDITIONS: Conditions = {
  set: NO_TRIGGERS,
  latencyMs: null,
  limitShare: null,
  breaker: null,
}
