import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Chain, Conditions, Model } from '#domain/model'
import { movingOn } from '#domain/model'
import type { KeyPolicy, PolicySource } from '#domain/policy'
import type { Accepted, Admitted, RequestedFallback } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { TRIGGER_SETS, union } from '#domain/trigger-set'
import { resolveName } from './resolve-name.ts'

/** The list of names in force, and what it brings along: failures that move on, and the other conditions. */
export interface ChosenList {
  readonly source: PolicySource
  /** No entry is what was asked for before the others: they stand side by side, as the steps of a chain do. */
  readonly sideBySide: boolean
  /** `null` stands for the requested model or chain itself. */
  readonly entries: readonly ListEntry[]
  readonly strategy: StrategyId
  readonly strategySource: PolicySource
  readonly conditions: Conditions
  readonly conditionsSource: PolicySource
}

export interface ListEntry {
  readonly name: string | null
  readonly priority: number | null
}

/** Triggers of a key policy that has none of its own: the second reference document's default. */
const KEY_TRIGGERS = movingOn(union(TRIGGER_SETS['5xx'], TRIGGER_SETS.timeout))
const STANDARD = movingOn(TRIGGER_SETS.standard)
const WIDEST = movingOn(TRIGGER_SETS.widest)
const CHAIN = movingOn(TRIGGER_SETS.chain)

const REQUESTED: ListEntry = { name: null, priority: null }

export interface ListContext {
  readonly admitted: Admitted
  readonly configuration: Configuration
  readonly target: Model | Chain
  /** The key's policy for the type of the target; `null` also while the organisation has routing switched off. */
  readonly keyPolicy: KeyPolicy | null
  /** The request leaves the choice to us and names what to choose among. */
  readonly auto: 'named' | 'all' | null
}

/** The first of request, key, chain, model, file that has a list; its default triggers come with it. */
export function chooseList(context: ListContext): ChosenList {
  return (
    listOfRequest(context) ??
    (context.auto === 'named' ? listOfAuto(context.target) : null) ??
    listOfKey(context) ??
    (context.auto === 'all' ? listOfAuto(context.target) : null) ??
    listOfChain(context.target) ??
    listOfModel(context.target) ??
    listOfFile(context)
  )
}

function listOfRequest({ admitted, configuration }: ListContext): ChosenList | null {
  const asked = admitted.accepted.controls.fallback
  if (asked === null || !configuration.organisation.allowRequestOverride) return null
  const entries = withRequested(asked.list)
  const list = inOrder('request', entries, WIDE_CONTROLS.includes(asked.control) ? WIDEST : STANDARD)
  if (asked.control !== 'backstay.chain') return list
  const chain = chainCalled(asked.list[0] ?? '', configuration, admitted.key)
  return chain === null ? list : { ...list, strategy: chain.strategy, conditions: chain.conditions }
}

/** Lists whose users expect that everything but their own mistakes moves on. */
const WIDE_CONTROLS: readonly RequestedFallback['control'][] = ['models', 'providerOptions.gateway.models']

/** The chain of that name that the key may use. */
export function chainCalled(name: string, configuration: Configuration, key: VirtualKey): Chain | null {
  const resolution = resolveName(name, configuration, key)
  return resolution.kind === 'found' && resolution.target.kind === 'chain' ? resolution.target : null
}

function listOfKey({ keyPolicy, target, admitted }: ListContext): ChosenList | null {
  if (keyPolicy === null) return null
  const base = {
    source: 'key',
    strategy: keyPolicy.strategy,
    strategySource: 'key',
    conditions: keyPolicy.conditions ?? KEY_TRIGGERS,
    conditionsSource: 'key',
  } as const
  if (keyPolicy.candidates !== null && keyPolicy.crossProtocol !== 'same-family') {
    return {
      ...base,
      sideBySide: true,
      entries: keyPolicy.candidates.map(({ modelName, priority }) => ({ name: modelName, priority })),
    }
  }
  const native = nativeList(keyPolicy, target, admitted.accepted)
  return native === null ? null : { ...base, sideBySide: false, entries: withRequested(native) }
}

/** `nativeFallback` is keyed by endpoint family, or by the name or kind of the provider of the requested model. */
function nativeList(policy: KeyPolicy, target: Model | Chain, accepted: Accepted): readonly string[] | null {
  if (policy.nativeFallback === null) return null
  const provider = (target.kind === 'model' ? target : target.steps[0]?.model)?.deployments[0]?.provider
  for (const family of [provider?.name, provider?.kind, endpointFamily(accepted.dialect)]) {
    const list = family === undefined ? undefined : policy.nativeFallback[family]
    if (list !== undefined) return list
  }
  return null
}

function endpointFamily(dialect: Accepted['dialect']): string {
  if (dialect === 'anthropic-messages') return 'anthropic'
  return dialect === 'gemini' ? 'gemini' : 'openai'
}

function listOfChain(target: Model | Chain): ChosenList | null {
  if (target.kind !== 'chain') return null
  return {
    source: 'chain',
    sideBySide: true,
    entries: [REQUESTED],
    strategy: target.strategy,
    strategySource: 'chain',
    conditions: target.conditions,
    conditionsSource: 'chain',
  }
}

function listOfAuto(target: Model | Chain): ChosenList | null {
  const list = listOfChain(target)
  return list && { ...list, source: 'request', strategySource: 'request', conditionsSource: 'request' }
}

function listOfModel(target: Model | Chain): ChosenList | null {
  if (target.kind !== 'model' || target.fallbacks === null) return null
  return inOrder('model', withRequested(target.fallbacks), target.conditions ?? CHAIN)
}

/** Triggers of the model win over those of the file, though the list is the file's. */
function listOfFile({ configuration: { fallback }, target }: ListContext): ChosenList {
  const ofModel = target.kind === 'model' ? target.conditions : null
  const list = inOrder('file', withRequested(fallback.list), ofModel ?? fallback.conditions ?? STANDARD)
  return ofModel === null ? list : { ...list, conditionsSource: 'model' }
}

function inOrder(source: PolicySource, entries: readonly ListEntry[], conditions: Conditions): ChosenList {
  return {
    source,
    sideBySide: false,
    entries,
    strategy: 'failover',
    strategySource: source,
    conditions,
    conditionsSource: source,
  }
}

function withRequested(names: readonly string[]): readonly ListEntry[] {
  return [REQUESTED, ...names.map((name) => ({ name, priority: null }))]
}
