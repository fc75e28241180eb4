import type { BudgetRefusal } from './budget.ts'
import type { Continued } from './continuation.ts'
import type { Failure } from './failure.ts'
import type { AttemptRecord } from './record.ts'
import type { Planned, PlanStep, Skipped } from './request.ts'
import type { TokenUsage } from './usage.ts'

/** After stage 4: how it ended. */
export interface Answered {
  readonly planned: Planned
  readonly result:
    | {
        readonly kind: 'answered'
        readonly step: PlanStep
        readonly flag: string | null
        /** Under which the provider may have stored its answer. */
        readonly answerId?: string
      }
    /** Broke after the commit; the client has the error event. */
    | { readonly kind: 'broken'; readonly step: PlanStep; readonly failure: Failure }
    /** Nothing was committed; the rim writes the error. */
    | { readonly kind: 'failed'; readonly failure: Failure; readonly retryAfterMs: number | null }
    /** No deployment had room at the moment of sending. */
    | { readonly kind: 'full'; readonly retryAfterMs: number }
    | BudgetRefusal
    | { readonly kind: 'deadline' }
    | { readonly kind: 'hung_up' }
  readonly attempts: readonly AttemptRecord[]
  readonly skipped: readonly Skipped[]
  readonly usage: TokenUsage | null
  /** From arrival. */
  readonly ttftMs: number | null
  /** Part of the total in which no attempt was under way. */
  readonly overheadMs: number
  readonly fallbacks: readonly string[]
  readonly continued: readonly Continued[]
}
