import type { ConfigFile } from '@backstay/contract'
import { catalogEntry } from './catalog.ts'
import type { ProblemReport } from './problem-report.ts'

/** Where there are budgets: what costs them nothing, because no price is known. */
export function reportUnpriced(file: ConfigFile, report: ProblemReport): void {
  const budgets = [file.organisation.budget, ...file.keys.map(({ limits }) => limits.budget)]
  if (budgets.every((budget) => budget === undefined)) return
  for (const [i, { price, deployments }] of file.models.entries()) {
    if (price !== null) continue
    for (const [j, { provider, model }] of deployments.entries()) {
      if (isPriced(file, provider, model)) continue
      report.warning({
        path: ['models', i, 'deployments', j, 'model'],
        message: unpriced('price of the model'),
      })
    }
  }
  const configured = new Set(file.models.flatMap(({ name, aliases }) => [name, ...aliases]))
  for (const [i, chain] of file.fallback.chains.entries()) {
    for (const [j, { provider, model }] of chain.models.entries()) {
      if (provider === undefined || configured.has(model) || isPriced(file, provider, model)) continue
      report.warning({
        path: ['fallback', 'chains', i, 'models', j, 'model'],
        message: unpriced('price of a model with this deployment'),
      })
    }
  }
}

function isPriced({ providers }: ConfigFile, provider: string, model: string): boolean {
  const kind = providers[provider]?.kind
  return kind !== undefined && (catalogEntry(kind, model)?.price ?? null) !== null
}

function unpriced(remedy: string): string {
  return `no price is known: it costs a budget nothing; set the ${remedy}`
}
