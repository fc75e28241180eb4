import type { BreakerSettings, Deployment, Timeouts } from '#domain/deployment'
import type { Chain, Model } from '#domain/model'
import type { Retry } from '#domain/policy'
import type { StrategyId } from '#domain/strategy'

/** A model in the list of those that may answer, with the deployments of it that may be used. */
export interface Candidate {
  /** Tells candidates of one list apart: steps of a chain may be the same model at several providers. */
  readonly id: string
  readonly model: Model
  readonly deployments: readonly Deployment[]
  readonly priority: number | null
  /** Rules of the chain it is a step of; they win over the model's. */
  readonly chain: { readonly retry: Retry | null; readonly timeouts: Partial<Timeouts> } | null
  /** Regions that its model or chain keeps to; `null`: any. */
  readonly allow: readonly string[] | null
  /** Why its chain does not take it. */
  readonly unfit: string | null
  /** Order of its deployments that its name asks for, as in `gpt-4o:floor`. */
  readonly strategy: StrategyId | null
  /** Under which name they take turns, where its deployments are a part of a long list. */
  readonly part?: string
}

/** A model stands for itself, a chain for its steps. */
export function candidatesOf(
  target: Model | Chain,
  priority: number | null,
  strategy: StrategyId | null = null,
): readonly Candidate[] {
  const allow = target.conditions?.regions?.allow ?? null
  if (target.kind === 'model') {
    const { name, deployments } = target
    return [{ id: name, model: target, deployments, priority, chain: null, allow, unfit: null, strategy }]
  }
  const chain = target.retry === null && Object.keys(target.timeouts).length === 0 ? null : target
  return target.steps.map((step, position) => ({
    id: `${target.name}#${position}`,
    model: step.model,
    deployments: step.deployments,
    priority: priority ?? step.priority,
    chain,
    allow,
    unfit: unfitFor(target, step.model),
    strategy,
  }))
}

/** Limits of attempts at one of its deployments. */
export function timeoutsAt({ chain }: Candidate, { timeouts }: Deployment): Timeouts {
  return chain === null ? timeouts : { ...timeouts, ...chain.timeouts }
}

/** What a chain requires of its steps is checked when it is saved; models may have changed since. */
function unfitFor({ name, require }: Chain, { contextWindow, capabilities }: Model): string | null {
  if (require === null) return null
  if (contextWindow !== null && contextWindow < require.contextWindow) {
    return `context window of ${contextWindow} tokens, the chain ${name} requires ${require.contextWindow}`
  }
  if (capabilities === null) return null
  const lacking = require.capabilities.filter((capability) => !capabilities.has(capability))
  return lacking.length === 0 ? null : `lacks ${lacking.join(', ')}, which the chain ${name} requires`
}

const changed = new WeakMap<Partial<BreakerSettings>, WeakMap<readonly Deployment[], readonly Deployment[]>>()

/** The candidates with other breakers, as triggers ask for. Ids stay: there is one breaker per deployment, whoever uses it. */
export function withBreaker(
  candidates: readonly Candidate[],
  breaker: Partial<BreakerSettings>,
): readonly Candidate[] {
  const lists = changed.get(breaker) ?? new WeakMap<readonly Deployment[], readonly Deployment[]>()
  changed.set(breaker, lists)
  return candidates.map((candidate) => {
    const deployments =
      lists.get(candidate.deployments) ??
      candidate.deployments.map((one) => ({ ...one, breaker: { ...one.breaker, ...breaker } }))
    lists.set(candidate.deployments, deployments)
    return { ...candidate, deployments }
  })
}
