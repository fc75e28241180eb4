import type { Answer } from './answer.ts'
import { changeKey } from './key-changes.ts'
import type { ApiKey, Settings } from './resources.ts'
import { changeSettings } from './settings-changes.ts'

export type Budget = Answer<'budgets'>['data'][number]
/** What a budget says. */
export type BudgetTerms = Pick<Budget, 'usd' | 'per' | 'atLimit'>

/** Whose budget it is, as it was read. */
export type BudgetOwner =
  | { readonly kind: 'organisation'; readonly settings: Settings }
  | { readonly kind: 'key'; readonly apiKey: ApiKey }

/** Sets the budget of a key or of the organisation; `null` takes it away. */
export async function changeBudget(owner: BudgetOwner, terms: BudgetTerms | null): Promise<void> {
  if (owner.kind === 'organisation') {
    await changeSettings(owner.settings, { organisation: { budget: terms } })
    return
  }
  const { apiKey } = owner
  const { budget: _, ...limits } = apiKey.limits
  await changeKey(apiKey, {
    limits: { ...limits, ...(terms !== null && { budget: terms }) },
  })
}
