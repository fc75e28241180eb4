import type { Deployment } from '#domain/deployment'
import type { StrategyId } from '#domain/strategy'
import type { Model } from '#domain/model'
import { defaultStrategy, meanWeight, weightOf } from '#plan/order-deployments'

const EVEN: readonly StrategyId[] = ['round_robin', 'balanced']
const FIRST: readonly StrategyId[] = ['failover', 'priority']

/** The order of a model's deployments, where neither request nor file asks for another one. */
export function effectiveStrategy({ strategy, deployments }: Model): StrategyId {
  return strategy ?? defaultStrategy(deployments.filter(({ enabled }) => enabled))
}

/** Which part of a model's traffic each deployment gets while all are well, 0–1; `null` where measures decide. */
export function sharesOfTraffic(model: Model): readonly (number | null)[] {
  const strategy = effectiveStrategy(model)
  const enabled = model.deployments.filter((deployment) => deployment.enabled)
  const shares = sharesBy(strategy, enabled)
  return model.deployments.map((deployment) =>
    deployment.enabled ? (shares?.[enabled.indexOf(deployment)] ?? null) : 0,
  )
}

function sharesBy(strategy: StrategyId, enabled: readonly Deployment[]): readonly number[] | null {
  if (enabled.length === 1) return [1]
  if (EVEN.includes(strategy)) return enabled.map(() => 1 / enabled.length)
  if (FIRST.includes(strategy)) {
    const priorities = enabled.map(({ priority }) => priority ?? Infinity)
    const first = priorities.indexOf(Math.min(...priorities))
    return enabled.map((_, i) => (i === first ? 1 : 0))
  }
  if (strategy !== 'weighted') return null
  const missing = meanWeight(enabled)
  const weights = enabled.map((deployment) => weightOf(deployment) ?? missing)
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
