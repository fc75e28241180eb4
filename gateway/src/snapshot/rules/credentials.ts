import type { Rule } from '../rule.ts'

/** A vendor asked without a key answers 401: said early, because a test setup may want just that. */
export const credentials: Rule = (file, _names, report) => {
  const deployments = file.models.flatMap((model) => model.deployments)
  for (const [name, provider] of file.providers) {
    if (provider.hasKey || provider.hasBaseUrl || provider.kind === 'openai-compatible') continue
    const own = deployments.filter((deployment) => deployment.provider?.name === name)
    if (own.length > 0 && own.every(({ hasKey }) => hasKey)) continue
    report.warning({ path: provider.path, message: 'no api_key: requests go to the vendor without one' })
  }
}
