import type { BudgetEntry } from '@backstay/contract'
import type { Budget, BudgetOwner } from '#domain/budget'
import { FIRST_ORGANISATION } from './deployment-identity.ts'

/** A budget of the file, if there is one. What was spent is kept by owner and period: the amount may change. */
export function compileBudget(
  entry: BudgetEntry | undefined,
  owner: BudgetOwner,
  organisation: string,
): Budget | null {
  if (entry === undefined) return null
  const { usd, per, at_limit: atLimit } = entry
  const id = `${owner.kind} ${owner.name} ${per}`
  const own = organisation === FIRST_ORGANISATION ? id : `${id} ${organisation}`
  return { id: own, organisation, owner, usd, per, atLimit }
}
