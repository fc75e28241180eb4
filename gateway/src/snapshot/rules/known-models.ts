import { ENDPOINT_FAMILIES, PROVIDER_KINDS } from '@backstay/contract'
import { isKnown, knownNames } from '../names-in-use.ts'
import type { Rule } from '../rule.ts'

/** Every name in a list of models means something. */
export const knownModels: Rule = (file, names, report) => {
  const listed = [
    ...file.models.flatMap((model) => model.fallbacks),
    ...file.globalFallback,
    ...file.costTargets,
    ...file.judges,
    ...file.keys.flatMap((key) => key.candidates),
  ]
  for (const entry of listed) {
    if (isKnown(entry.name, names)) continue
    const message = `no model or chain is called ${report.quote(entry)}`
    report.error({ path: entry.path, message, meant: { name: entry.name, among: knownNames(names) } })
  }
  for (const { provider, model } of file.chains.flatMap((chain) => chain.steps)) {
    if (provider !== null || model === null || names.models.has(model.name)) continue
    const message = names.chains.has(model.name)
      ? `${report.quote(model)} is a chain; a step is a model`
      : `no model is called ${report.quote(model)}; with a provider it could be one of the provider's own`
    report.error({ path: model.path, message, meant: { name: model.name, among: names.models.keys() } })
  }
  const families = new Set([...ENDPOINT_FAMILIES, ...PROVIDER_KINDS, ...names.providers])
  for (const family of file.keys.flatMap((key) => key.families)) {
    if (families.has(family.name)) continue
    const message = 'neither an endpoint family nor the name or kind of a provider'
    report.error({ path: family.path, message, atKey: true, meant: { name: family.name, among: families } })
  }
}
