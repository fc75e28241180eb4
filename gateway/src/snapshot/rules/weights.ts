import type { Rule } from '../rule.ts'

/** Weights are shares of one another: a missing one cannot be guessed. */
export const weights: Rule = (file, _names, report) => {
  for (const { deployments } of file.models) {
    if (!deployments.some(({ hasWeight }) => hasWeight)) continue
    for (const { path } of deployments.filter(({ hasWeight }) => !hasWeight)) {
      report.error({ path, message: 'missing weight: give every deployment of the model one, or none' })
    }
  }
}
