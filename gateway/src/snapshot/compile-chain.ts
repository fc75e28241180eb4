import type { ChainEntry } from '@backstay/contract'
import type { Deployment } from '#domain/deployment'
import type { Chain, ChainStep, Conditions, Model } from '#domain/model'
import { movingOn } from '#domain/model'
import type { ModelType } from '#domain/model-type'
import type { ModelName } from '#domain/names'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { compileTriggers } from '#run/compile-triggers'
import type { FileSettings } from './file-settings.ts'
import { queueOf } from './file-settings.ts'
import type { ImplicitModels } from './implicit-models.ts'
import { bufferingOf, hedgeOf, midStreamOf } from './mid-stream.ts'
import { mergeRetry, timeoutsOf } from './settings.ts'

/** What chains are compiled against. */
export interface ChainContext {
  readonly settings: FileSettings
  readonly findModel: (name: string) => Model | undefined
  readonly implicitModel: ImplicitModels
}

const DEFAULT_CONDITIONS: Conditions = movingOn(TRIGGER_SETS.chain)

/** A chain of the file, which was checked: its steps mean something. */
export function compileChain(entry: ChainEntry, context: ChainContext): Chain {
  const conditions = entry.triggers === undefined ? DEFAULT_CONDITIONS : compileTriggers(entry.triggers)
  const declared = entry.models.map((step) => configuredStep(step, context))
  const type = declared.find((model) => model !== null)?.type ?? 'chat'
  const steps = entry.models.map((step, i) => {
    const model = declared[i] ?? implicitStep(step, type, context)
    return compileStep(step, model, conditions)
  })
  return {
    kind: 'chain',
    name: entry.name as ModelName,
    type: steps[0]?.model.type ?? type,
    steps,
    strategy: entry.strategy,
    conditions,
    require: requirementOf(entry),
    hedge: hedgeOf(entry),
    midStream: midStreamOf(entry.mid_stream),
    buffer: bufferingOf(entry),
    retry: entry.retry === undefined ? null : mergeRetry(context.settings.retry, entry.retry),
    timeouts: timeoutsOf(entry.timeouts ?? {}),
    queue: entry.routing?.queue === undefined ? context.settings.queue : queueOf(entry.routing.queue),
    partition: entry.routing?.partition ?? null,
    affinity: entry.routing?.affinity ?? null,
  }
}

function requirementOf({ require }: ChainEntry): Chain['require'] {
  if (require === undefined) return null
  return { contextWindow: require.context_window ?? 0, capabilities: require.capabilities ?? [] }
}

type StepEntry = ChainEntry['models'][number]

function configuredStep({ provider, model: name }: StepEntry, { findModel }: ChainContext): Model | null {
  const model = findModel(name)
  if (model === undefined) return null
  return provider === undefined || servedBy(model, provider).length > 0 ? model : null
}

function implicitStep(
  { provider = '', model }: StepEntry,
  type: ModelType,
  { implicitModel }: ChainContext,
): Model {
  const made = implicitModel(provider, model, type)
  if (made === null) throw new Error(`step ${provider}/${model} of a chain without its provider`)
  return made
}

function compileStep({ provider, priority }: StepEntry, model: Model, { breaker }: Conditions): ChainStep {
  const chosen = provider === undefined ? model.deployments : servedBy(model, provider)
  if (breaker === null) return { model, deployments: chosen, priority }
  // The id stays: there is one breaker per deployment, whoever uses it.
  return {
    model,
    deployments: chosen.map((one) => ({ ...one, breaker: { ...one.breaker, ...breaker } })),
    priority,
  }
}

function servedBy(model: Model, provider: string): readonly Deployment[] {
  return model.deployments.filter((deployment) => deployment.provider.name === provider)
}
