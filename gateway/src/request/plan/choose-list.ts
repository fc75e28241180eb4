import type { Configuration } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import type { KeyPolicy, PolicySource } from '#domain/policy'
import type { Accepted, Admitted } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import type { TriggerSet } from '#domain/trigger-set'
import { TRIGGER_SETS, union } from '#domain/trigger-set'

/** The list of names in force, and the triggers that it brings along. */
export interface ChosenList {
  readonly source: PolicySource
  /** `null` stands for the requested model or chain itself. */
  readonly entries: readonly ListEntry[]
  readonly strategy: StrategyId
  readonly strategySource: PolicySource
  readonly triggers: TriggerSet
}

export interface ListEntry {
  readonly name: string | null
  readonly priority: number | null
}

/** Triggers of a key policy that has none of its own: the second reference document's default. */
const KEY_TRIGGERS = union(TRIGGER_SETS['5xx'], TRIGGER_SETS.timeout)

const REQUESTED: ListEntry = { name: null, priority: null }

export interface ListContext {
  readonly admitted: Admitted
  readonly configuration: Configuration
  readonly target: Model | Chain
  /** The key's policy for the type of the target; `null` also while the organisation has routing switched off. */
  readonly keyPolicy: KeyPolicy | null
}

/** The first of request, key, chain, model, file that has a list; its default triggers come with it. */
export function chooseList(context: ListContext): ChosenList {
  return (
    listOfRequest(context) ??
    listOfKey(context) ??
    listOfChain(context.target) ??
    listOfModel(context.target) ??
    listOfFile(context.configuration)
  )
}

function listOfRequest(context: ListContext): ChosenList | null {
  const { accepted } = context.admitted
  const asked = accepted.controls.fallback
  if (asked === null || !context.configuration.organisation.allowRequestOverride) return null
  const triggers = asked.control === 'models' ? TRIGGER_SETS.widest : TRIGGER_SETS.standard
  return inOrder('request', withRequested(asked.list), triggers)
}

function listOfKey({ keyPolicy, target, admitted }: ListContext): ChosenList | null {
  if (keyPolicy === null) return null
  const base = {
    source: 'key',
    strategy: keyPolicy.strategy,
    strategySource: 'key',
    triggers: keyPolicy.triggers ?? KEY_TRIGGERS,
  } as const
  if (keyPolicy.candidates !== null && keyPolicy.crossProtocol !== 'same-family') {
    return {
      ...base,
      entries: keyPolicy.candidates.map(({ modelName, priority }) => ({ name: modelName, priority })),
    }
  }
  const native = nativeList(keyPolicy, target, admitted.accepted)
  return native === null ? null : { ...base, entries: withRequested(native) }
}

/** `nativeFallback` is keyed by endpoint family, or by the name or kind of the provider of the requested model. */
function nativeList(policy: KeyPolicy, target: Model | Chain, accepted: Accepted): readonly string[] | null {
  if (policy.nativeFallback === null) return null
  const provider = (target.kind === 'model' ? target : target.steps[0]?.model)?.deployments[0]?.provider
  for (const family of [provider?.name, provider?.kind, ENDPOINT_FAMILY[accepted.dialect]]) {
    const list = family === undefined ? undefined : policy.nativeFallback[family]
    if (list !== undefined) return list
  }
  return null
}

const ENDPOINT_FAMILY: Readonly<Record<Accepted['dialect'], string>> = { 'openai-chat': 'openai' }

function listOfChain(target: Model | Chain): ChosenList | null {
  if (target.kind !== 'chain') return null
  return {
    source: 'chain',
    entries: [REQUESTED],
    strategy: target.strategy,
    strategySource: 'chain',
    triggers: target.conditions.set,
  }
}

function listOfModel(target: Model | Chain): ChosenList | null {
  if (target.kind !== 'model' || target.fallbacks === null) return null
  return inOrder('model', withRequested(target.fallbacks), TRIGGER_SETS.chain)
}

function listOfFile({ fallback }: Configuration): ChosenList {
  return inOrder('file', withRequested(fallback.list), fallback.triggers ?? TRIGGER_SETS.standard)
}

function inOrder(source: PolicySource, entries: readonly ListEntry[], triggers: TriggerSet): ChosenList {
  return { source, entries, strategy: 'failover', strategySource: source, triggers }
}

function withRequested(names: readonly string[]): readonly ListEntry[] {
  return [REQUESTED, ...names.map((name) => ({ name, priority: null }))]
}
