import type { Rule } from '../rule.ts'

/** Deployments and chain steps name a configured provider. */
export const knownProviders: Rule = (file, names, report) => {
  const deployments = file.models.flatMap((model) => model.deployments)
  const steps = file.chains.flatMap((chain) => chain.steps)
  for (const { provider } of [...deployments, ...steps]) {
    if (provider === null || names.providers.has(provider.name)) continue
    report.error({
      path: provider.path,
      message: `no provider is called ${report.quote(provider)}`,
      meant: { name: provider.name, among: names.providers },
    })
  }
}
