import type { Deployment, Timeouts } from '#domain/deployment'
import type { Chain, Model } from '#domain/model'
import type { Retry } from '#domain/policy'

/** A model in the list of those that may answer, with the deployments of it that may be used. */
export interface Candidate {
  /** Tells candidates of one list apart: steps of a chain may be the same model at several providers. */
  readonly id: string
  readonly model: Model
  readonly deployments: readonly Deployment[]
  readonly priority: number | null
  /** Rules of the chain it is a step of; they win over the model's. */
  readonly chain: { readonly retry: Retry | null; readonly timeouts: Partial<Timeouts> } | null
}

/** A model stands for itself, a chain for its steps. */
export function candidatesOf(target: Model | Chain, priority: number | null): readonly Candidate[] {
  if (target.kind === 'model') {
    return [{ id: target.name, model: target, deployments: target.deployments, priority, chain: null }]
  }
  const chain = target.retry === null && Object.keys(target.timeouts).length === 0 ? null : target
  return target.steps.map((step, position) => ({
    id: `${target.name}#${position}`,
    model: step.model,
    deployments: step.deployments,
    priority: priority ?? step.priority,
    chain,
  }))
}
