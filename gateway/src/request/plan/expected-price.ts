import { costUsd } from '#domain/cost'
import type { Deployment } from '#domain/deployment'
import { expectedInput } from './expected-input.ts'
import type { Rankable, RankContext } from './strategy.ts'

/**
 * What this request is likely to cost in US dollars: its estimated input, of which a deployment's provider has usually
 * had so much in its cache, and the usual output of the model, within the caller's own limit. Deployments of one model
 * are taken to answer at the same length, so that only their prices tell them apart. `null`: no price is known.
 */
export function expectedPrice(
  items: readonly Pick<Rankable, 'deployments'>[],
  { health, body }: Pick<RankContext, 'health' | 'body'>,
): (deployment: Deployment) => number | null {
  const outputs = new Map<string, { sum: number; count: number }>()
  for (const { deployments } of items) {
    for (const deployment of deployments) {
      const tokens = health.measured(deployment)?.outputTokens ?? null
      if (tokens === null) continue
      const known = outputs.get(deployment.modelName)
      if (known === undefined) outputs.set(deployment.modelName, { sum: tokens, count: 1 })
      else {
        known.sum += tokens
        known.count++
      }
    }
  }
  return (deployment) => {
    if (deployment.price === null) return null
    const known = outputs.get(deployment.modelName)
    const usual = known === undefined ? health.expectedOutput(deployment) : known.sum / known.count
    const input = expectedInput(body, health, deployment)
    return costUsd(deployment.price, {
      input,
      cachedInput: input * (health.measured(deployment)?.cachedShare ?? 0),
      cacheWrite: 0,
      output: Math.min(usual, body.maxOutputTokens ?? Infinity),
      reasoning: 0,
      estimated: true,
    })
  }
}
