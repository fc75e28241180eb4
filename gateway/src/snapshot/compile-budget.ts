import type { BudgetEntry } from '@backstay/contract'
import type { Budget, BudgetOwner } from '#domain/budget'

/** A budget of the file, if there is one. What was spent is kept by owner and period: the amount may change. */
export function compileBudget(entry: BudgetEntry | undefined, owner: BudgetOwner): Budget | null {
  if (entry === undefined) return null
  const { usd, per, at_limit: atLimit } = entry
  return { id: `${owner.kind} ${owner.name} ${per}`, owner, usd, per, atLimit }
}
