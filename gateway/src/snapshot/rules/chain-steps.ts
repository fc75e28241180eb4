import type { CatalogEntry } from '../catalog.ts'
import { catalogEntry } from '../catalog.ts'
import type { Outline, OutlineChain, OutlineModel, OutlineStep } from '../outline.ts'
import type { ProblemReport } from '../problem-report.ts'
import type { Rule } from '../rule.ts'
import { stepModel } from '../step-model.ts'

/** Steps of a chain answer the same kind of request, and each can do what the chain requires. */
export const chainSteps: Rule = (file, names, report) => {
  for (const chain of file.chains) {
    const steps = chain.steps.map((step) => ({ step, model: stepModel(step, names) }))
    const first = steps.find(({ model }) => model !== null)?.model
    for (const { step, model } of steps) {
      if (first !== undefined && first !== null && model !== null && family(model) !== family(first)) {
        const path = step.model?.path ?? step.path
        report.error({ path, message: `a model of type ${model.type} in a chain of type ${first.type}` })
      }
      checkWindow({ chain, step, model }, file, report)
      checkCapabilities({ chain, step, model }, file, report)
    }
  }
}

interface Checked {
  readonly chain: OutlineChain
  readonly step: OutlineStep
  readonly model: OutlineModel | null
}

function checkWindow({ chain, step, model }: Checked, file: Outline, report: ProblemReport): void {
  if (chain.contextWindow === null) return
  const window = windowOf({ chain, step, model }, file)
  const path = step.model?.path ?? step.path
  if (window === null) {
    report.warning({
      path,
      message: 'its context window is not known: it counts as large enough for the chain',
    })
  } else if (window < chain.contextWindow) {
    const message = `its context window is ${window} tokens, the chain requires ${chain.contextWindow}`
    report.error({ path, message })
  }
}

function windowOf(checked: Checked, file: Outline): number | null {
  return checked.model?.contextWindow ?? knownOf(checked, file, 'contextWindow')
}

/** What the catalog says of the first of its places that it knows. */
function knownOf<K extends 'contextWindow' | 'capabilities'>(
  { step, model }: Checked,
  file: Outline,
  member: K,
): CatalogEntry[K] | null {
  const places = model?.deployments ?? [{ provider: step.provider, upstreamModel: step.model?.name ?? '' }]
  for (const { provider, upstreamModel } of places) {
    const kind = file.providers.get(provider?.name ?? '')?.kind
    const known = kind === undefined ? null : (catalogEntry(kind, upstreamModel)?.[member] ?? null)
    if (known !== null) return known
  }
  return null
}

function checkCapabilities(checked: Checked, file: Outline, report: ProblemReport): void {
  const { chain, step, model } = checked
  if (chain.capabilities.length === 0) return
  const path = step.model?.path ?? step.path
  const known = model?.capabilities ?? knownOf(checked, file, 'capabilities')
  if (known === null) {
    report.warning({
      path,
      message: 'its capabilities are not known: it counts as able to do what the chain requires',
    })
    return
  }
  const lacking = chain.capabilities.filter((capability) => !known.includes(capability))
  if (lacking.length > 0)
    report.error({ path, message: `lacks what the chain requires: ${lacking.join(', ')}` })
}

function family({ type }: OutlineModel): string {
  return type === 'reasoning' ? 'chat' : type
}
