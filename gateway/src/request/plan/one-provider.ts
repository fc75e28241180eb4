import type { PlanStep, Skipped } from '#domain/request'

export const NONE_LEFT: readonly Skipped[] = []

/** Of each candidate the deployments of the provider that comes first, as `allow_fallbacks: false` wants it. */
export function oneProviderEach(steps: readonly PlanStep[]): {
  readonly steps: readonly PlanStep[]
  readonly left: readonly Skipped[]
} {
  const first = new Map<number, string>()
  for (const { candidate, deployment } of steps) {
    if (!first.has(candidate)) first.set(candidate, deployment.provider.name)
  }
  const stays = ({ candidate, deployment }: PlanStep): boolean =>
    first.get(candidate) === deployment.provider.name
  const left = steps
    .filter((step) => !stays(step))
    .map(({ deployment }) => ({
      deployment: deployment.label,
      reason: 'the request wants no other provider than the first',
    }))
  return { steps: steps.filter(stays), left }
}
