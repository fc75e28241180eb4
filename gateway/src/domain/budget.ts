import type { CalendarPeriod } from './calendar.ts'
import { utcText } from './calendar.ts'
import type { Deployment } from './deployment.ts'
import type { Lack } from './share.ts'
import type { TokenUsage } from './usage.ts'

/** How much may be spent in a period of the calendar. Costs count where a price is known. */
export interface Budget {
  /** Tells owner and period: what was spent goes on counting when only the amount is changed. */
  readonly id: string
  readonly organisation: string
  readonly owner: BudgetOwner
  readonly usd: number
  readonly per: CalendarPeriod
  /** `block`: nothing is sent that does not fit. `switch`: what is cheaper than what was asked for goes on. */
  readonly atLimit: AtLimit
}

export type AtLimit = 'block' | 'switch'

/** Whose money it is, as usage records name them. */
export interface BudgetOwner {
  readonly kind: 'key' | 'organisation'
  readonly name: string
}

/** How a budget stands in the period under way. */
export interface BudgetStanding {
  readonly spentUsd: number
  /** Expected cost of attempts under way. */
  readonly reservedUsd: number
  /** Milliseconds until the next period. */
  readonly renewsInMs: number
  /** Milliseconds since the Unix epoch. */
  readonly renewsAtMs: number
}

/** Money reserved for one attempt, to be settled with what it really cost. */
export interface BudgetHold {
  readonly kind: 'held'
  readonly parts: readonly BudgetPart[]
  readonly usd: number
}

interface BudgetPart {
  readonly budget: Budget
  /** Start of the period it was reserved in; of another period nothing is left to settle. */
  readonly periodMs: number
}

/** A budget that has no room for an attempt. */
export interface BudgetRefusal {
  readonly kind: 'over_budget'
  readonly budget: Budget
  /** One sentence: which budget, and when it renews. */
  readonly message: string
  /** Milliseconds until the next period. */
  readonly renewsInMs: number
}

/** An attempt that wants money. */
export interface BudgetClaim {
  readonly budgets: readonly Budget[]
  /** Expected cost. */
  readonly usd: number
  /** It costs less than what was asked for, so that budgets which switch let it pass their limit. */
  readonly cheaper: boolean
}

/**
 * What was spent of budgets, and what attempts under way have reserved. Answers at once: where several gateways share
 * budgets, it holds a share for which nobody need be asked.
 */
export interface BudgetStore {
  standing(budget: Budget): BudgetStanding
  /** Would the claim be refused now; not if other processes may have left room. */
  refusal(claim: BudgetClaim): BudgetRefusal | null
  /** What has to be fetched from other processes before it is reserved. */
  lacks(claim: BudgetClaim): readonly Lack[]
  /** Reserves in all of the budgets, or in none if one of them has no room. */
  reserve(claim: BudgetClaim): BudgetHold | BudgetRefusal
  /** Replaces the reserved amount by the real one; 0 refunds it. */
  settle(hold: BudgetHold, usd: number): void
}

/** What the budgets in force let one request spend: asked when it is planned, taken when an attempt is made. */
export interface Spending {
  readonly budgets: readonly Budget[]
  /** US dollars; `null` when no price is known, so that it costs a budget nothing. */
  expectedUsd(deployment: Deployment): number | null
  /** Would an attempt there be refused now. */
  refusal(deployment: Deployment): BudgetRefusal | null
  /** What has to be fetched from other processes before it is reserved. */
  lacks(deployment: Deployment): readonly Lack[]
  reserve(deployment: Deployment): BudgetHold | BudgetRefusal
  /** Once money decides who is asked first; `null`: the usual order. */
  thrift(): SpendingThrift | null
  /** `usage`: as the provider reported it or as we estimated it; `null` refunds all. */
  settle(hold: BudgetHold, deployment: Deployment, usage: TokenUsage | null): void
}

/** Money decides who is asked first. */
export interface SpendingThrift {
  /** The limit of a budget that switches, or the share that a `cost` trigger names. */
  readonly by: 'budget' | 'cost'
  /** One line for the record. */
  readonly why: string
  /** The lowest is asked first: what a `cost` trigger names, then the cheapest, then those without a known price. */
  rank(model: string, deployment: Deployment): number
}

/** The share of a budget that was spent has passed one of the marks that operators are told of. */
export interface BudgetEvent {
  readonly kind: 'budget-threshold'
  /** Such as `key app`. */
  readonly budget: string
  readonly per: CalendarPeriod
  readonly share: number
  readonly spentUsd: number
  readonly limitUsd: number
  readonly atLimit: AtLimit
  /** Such as `2026-12-01 00:00 UTC`. */
  readonly renews: string
}

export function budgetName({ owner }: Pick<Budget, 'owner'>): string {
  return `${owner.kind} ${owner.name}`
}

/** Spent and reserved, as a share of the budget; of one over nothing everything is used. */
export function committedShare(budget: Budget, { spentUsd, reservedUsd }: BudgetStanding): number {
  return budget.usd === 0 ? 1 : (spentUsd + reservedUsd) / budget.usd
}

const ADJECTIVES = { day: 'daily', week: 'weekly', month: 'monthly' } as const satisfies Readonly<
  Record<CalendarPeriod, string>
>

/** Such as `the monthly budget of the API key "app"`. */
export function describeBudget({ owner, per }: Budget): string {
  const whose = owner.kind === 'key' ? `the API key "${owner.name}"` : 'the organisation'
  return `the ${ADJECTIVES[per]} budget of ${whose}`
}

/** What whoever is refused is told. */
export function refusedBy(budget: Budget, { renewsAtMs, renewsInMs }: BudgetStanding): BudgetRefusal {
  const which = describeBudget(budget)
  const message = `${which.charAt(0).toUpperCase()}${which.slice(1)}, ${budget.usd} USD, has no room for this request; it renews at ${utcText(renewsAtMs)}.`
  return { kind: 'over_budget', budget, message, renewsInMs }
}
