import type { Configuration } from '#domain/configuration'
import type { Selection } from '#domain/selection'
import type { Candidate } from './candidate.ts'
import { isCalled } from './unselected.ts'

const NOTHING: readonly string[] = []

/** What a request wants of providers and cannot have. */
export function selectionWarnings(
  selection: Selection,
  candidates: readonly Candidate[],
  { providers, organisation }: Configuration,
): readonly string[] {
  const { only, ignore, order, preferred } = selection
  const warnings: string[] = []
  if (!organisation.allowRequestOverride && (order.length > 0 || preferred !== null)) {
    warnings.push('the organisation does not allow requests to order providers: ignored')
  }
  const lists = { only: only ?? NOTHING, ignore, order }
  for (const [member, names] of Object.entries(lists)) {
    for (const name of names) {
      if (!isKnown(name)) warnings.push(`${member}: no provider here is called "${name.slice(0, 60)}"`)
    }
  }
  if (preferred?.throughputs.some(({ share }) => share !== 0.5) === true) {
    warnings.push('preferred_min_throughput: the mean is compared, whatever the percentile')
  }
  return warnings

  function isKnown(name: string): boolean {
    for (const { name: own, kind } of providers.values()) {
      if (own.toLowerCase() === name || kind === name) return true
    }
    return candidates.some(({ deployments }) => deployments.some((one) => isCalled(one, name)))
  }
}
