import type { Deployment } from '#domain/deployment'
import type { Model } from '#domain/model'
import type { Accepted } from '#domain/request'
import type { Selection } from '#domain/selection'

/** What of a request cannot be carried to a deployment in the format it speaks; one line each. */
export type Uncarried = (accepted: Accepted, model: Model, deployment: Deployment) => readonly string[]

export interface UnselectedContext {
  readonly accepted: Accepted
  readonly model: Model
  /** `null`: whatever the request says is carried everywhere. */
  readonly uncarried: Uncarried | null
}

/** Why a request does not want this deployment; `null` if it may be taken. What is not known does not satisfy a demand. */
export function unselected(
  deployment: Deployment,
  selection: Selection,
  { accepted, model, uncarried }: UnselectedContext,
): string | null {
  const { only, ignore, maxPrice } = selection
  if (only !== null && !only.some((name) => isCalled(deployment, name))) {
    return 'is not among the providers that the request wants only'
  }
  if (ignore.some((name) => isCalled(deployment, name))) return 'is to be ignored, the request says'
  const { provider } = deployment
  if (selection.noDataCollection && provider.dataCollection !== 'deny') {
    return `its provider ${provider.dataCollection === null ? 'does not say whether it collects' : 'collects'} data`
  }
  if (selection.zeroRetention && !provider.zeroRetention) {
    return 'its provider is not known to retain no data'
  }
  if (maxPrice !== null) {
    const reason = tooDear(deployment, maxPrice, accepted.body.estimatedInputTokens)
    if (reason !== null) return reason
  }
  if (!selection.requireParameters || uncarried === null) return null
  const lost = uncarried(accepted, model, deployment)
  return lost.length === 0 ? null : `the request requires its parameters: ${lost.join('; ')}`
}

/** A request names providers by their name or kind, or a deployment by its label; lower case. */
export function isCalled(deployment: Deployment, name: string): boolean {
  return namesOf(deployment).includes(name)
}

const named = new WeakMap<Deployment, readonly string[]>()

function namesOf(deployment: Deployment): readonly string[] {
  const known = named.get(deployment)
  if (known !== undefined) return known
  const { provider, label } = deployment
  const names = [provider.name, provider.kind, label].map((name) => name.toLowerCase())
  named.set(deployment, names)
  return names
}

function tooDear(
  { price }: Deployment,
  { input, output }: NonNullable<Selection['maxPrice']>,
  inputTokens: number,
): string | null {
  if (price === null) return 'its price is not known, and the request sets a highest one'
  const rates = price.tiers?.findLast((tier) => inputTokens > tier.above) ?? price
  if (input !== null && rates.input > input) {
    return `costs ${rates.input} USD per million input tokens, more than ${input}`
  }
  if (output !== null && rates.output > output) {
    return `costs ${rates.output} USD per million output tokens, more than ${output}`
  }
  return null
}
