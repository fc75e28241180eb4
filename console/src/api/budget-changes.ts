import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'
import type { ApiKey, Settings } from './resources.ts'

export type Budget = Answer<'budgets'>['data'][number]
/** What a budget says. */
export type BudgetTerms = Pick<Budget, 'usd' | 'per' | 'atLimit'>

/** Whose budget it is, as it was read. */
export type BudgetOwner =
  | { readonly kind: 'organisation'; readonly settings: Settings }
  | { readonly kind: 'key'; readonly apiKey: ApiKey }

const ifMatch = ({ revision }: { readonly revision: number }) => ({ 'if-match': `"${revision}"` })

/** Sets the budget of a key or of the organisation; `null` takes it away. */
export async function changeBudget(owner: BudgetOwner, terms: BudgetTerms | null): Promise<void> {
  if (owner.kind === 'organisation') {
    const path = '/api/organisations/{organisationId}/budgets/organisation'
    const params = { path: ORGANISATION, header: ifMatch(owner.settings) }
    if (terms === null) await answered(api.DELETE(path, { params }))
    else await answered(api.PUT(path, { params, body: terms }))
    return
  }
  const path = '/api/organisations/{organisationId}/budgets/apikeys/{id}'
  const params = { path: { ...ORGANISATION, id: owner.apiKey.id }, header: ifMatch(owner.apiKey) }
  if (terms === null) await answered(api.DELETE(path, { params }))
  else await answered(api.PUT(path, { params, body: terms }))
}
