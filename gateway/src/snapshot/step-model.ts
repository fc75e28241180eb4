import type { NamesInUse } from './names-in-use.ts'
import type { OutlineModel, OutlineStep } from './outline.ts'

/** The configured model that a chain step means; `null` when it stands for a provider's own model. */
export function stepModel(step: OutlineStep, names: NamesInUse): OutlineModel | null {
  const model = names.models.get(step.model?.name ?? '')
  if (model === undefined) return null
  const served = model.deployments.some(({ provider }) => provider?.name === step.provider?.name)
  return step.provider === null || served ? model : null
}
