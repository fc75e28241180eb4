import type { AttemptAction } from '#domain/record'
import type { PlanStep } from '#domain/request'
import type { Answered } from '#domain/run'

/** What follows from the end of an attempt. */
export interface After {
  readonly action: AttemptAction
  readonly reason: string
  /** Milliseconds before the next attempt. */
  readonly waitMs: number
  readonly next:
    | { readonly kind: 'over'; readonly result: Answered['result'] }
    /** Another attempt; `tries` counts those on the same deployment, this one included. */
    | { readonly kind: 'go_on'; readonly step: PlanStep | null; readonly tries: number }
    /** Another attempt is under way: its end decides. */
    | { readonly kind: 'wait' }
}

/** The end of the request. */
export function over(result: Answered['result'], action: AttemptAction, reason: string): After {
  return { action, reason, waitMs: 0, next: { kind: 'over', result } }
}

/** Nothing, for now: the other attempt goes on. */
export function wait(action: AttemptAction, reason: string): After {
  return { action, reason, waitMs: 0, next: { kind: 'wait' } }
}
