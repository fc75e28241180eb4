import type { Configuration } from '#domain/configuration'
import type { Deployment } from '#domain/deployment'
import type { Chain, ChainStep, Conditions } from '#domain/model'
import { movingOn } from '#domain/model'
import type { ModelName } from '#domain/names'
import type { Admitted, Skipped } from '#domain/request'
import type { AutoPreference } from '#domain/selection'
import type { StrategyId } from '#domain/strategy'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { sameFamily } from '#domain/model-type'
import { resolveName } from './resolve-name.ts'

/** The name that leaves the choice of the model to the gateway, unless something is called like that. */
export const AUTO = 'auto'

/** Models to choose among, as a chain that nobody wrote. */
export interface AutoChoice {
  readonly chain: Chain
  /** The caller named them. */
  readonly named: boolean
  readonly skipped: readonly Skipped[]
}

const STRATEGIES: Readonly<Record<AutoPreference, StrategyId>> = {
  balanced: 'adaptive',
  speed: 'latency',
  cost: 'cost',
  quality: 'failover',
}

/** What was named moves on like any list of a caller, what was not like a chain. */
const NAMED: Conditions = movingOn(TRIGGER_SETS.widest)
const UNNAMED: Conditions = movingOn(TRIGGER_SETS.chain)

/** The models that the request names, or all of its type that the key may use; without `steps` there are none. */
export function chooseAuto({ accepted, key }: Admitted, configuration: Configuration): AutoChoice {
  const { allowRequestOverride } = configuration.organisation
  const asked = allowRequestOverride ? accepted.controls.auto : null
  const names = asked?.models ?? [...configuration.models.keys()]
  const named = (asked?.models ?? null) !== null
  const steps: ChainStep[] = []
  const skipped: Skipped[] = []
  for (const name of names) {
    const resolution = resolveName(name, configuration, key)
    if (resolution.kind !== 'found') {
      const reason =
        resolution.kind === 'unknown' ? 'no model or chain has this name' : 'not granted to this key'
      if (named) skipped.push({ deployment: name, reason })
      continue
    }
    for (const step of stepsOf(resolution.target)) {
      const fits = sameFamily(step.model.type, accepted.type)
      if (fits) steps.push(step)
      else if (named) skipped.push({ deployment: name, reason: `is of type ${step.model.type}` })
    }
  }
  const preference = asked?.preference ?? 'balanced'
  const chain: Chain = {
    kind: 'chain',
    name: AUTO as ModelName,
    type: accepted.type,
    // Nothing here knows which model is better; what providers ask for them tells most of it.
    steps: preference === 'quality' ? steps.toSorted((a, b) => priceOf(b) - priceOf(a)) : steps,
    strategy: STRATEGIES[preference],
    conditions: named ? NAMED : UNNAMED,
    require: null,
    hedge: null,
    midStream: null,
    buffer: null,
    retry: null,
    timeouts: {},
    partition: null,
    affinity: null,
  }
  return { chain, named, skipped }
}

function stepsOf(target: Chain | ChainStep['model']): readonly ChainStep[] {
  if (target.kind === 'chain') return target.steps.map((step) => ({ ...step, priority: null }))
  return [{ model: target, deployments: target.deployments, priority: null }]
}

/** Per million output tokens; what has no known price comes last. */
function priceOf({ deployments }: ChainStep): number {
  const price = deployments.find(isPriced)?.price ?? null
  return price === null ? -1 : price.output
}

function isPriced({ enabled, price }: Deployment): boolean {
  return enabled && price !== null
}
