import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import type { KeyPolicy } from '#domain/policy'
import type { Admitted, Policy, Refusal, RequestControls, Skipped } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { MEASURED_STRATEGIES } from '#domain/strategy'
import { without } from '#domain/trigger-set'
import type { Candidate } from './candidate.ts'
import type { ChosenList } from './choose-list.ts'
import { chooseList } from './choose-list.ts'
import { collectCandidates } from './collect-candidates.ts'
import { notGranted, unknownName } from './refuse.ts'
import { resolveName } from './resolve-name.ts'

/** The part of a plan that depends on the configuration, the key and what is asked for, not on the moment. */
export interface Prepared {
  readonly kind: 'prepared'
  readonly policy: Policy
  readonly candidates: readonly Candidate[]
  /** No movement between models: only the candidate that comes first may be tried. */
  readonly onlyFirst: boolean
  /** State of rotation among the candidates. */
  readonly rotationKey: string
  /** Order of the deployments inside each model, if the request or the file asks for one. */
  readonly deploymentStrategy: StrategyId | null
  readonly skipped: readonly Skipped[]
  readonly warnings: readonly string[]
}

interface Cache {
  readonly configuration: Configuration
  readonly byName: Map<string, Prepared>
}

const caches = new WeakMap<VirtualKey, Cache>()
/** Names are the client's choice where a key may call providers directly. */
const MAX_NAMES = 1_000

/** Works it out once per key and name, unless the request brings routing of its own. */
export function prepare(admitted: Admitted, configuration: Configuration): Prepared | Refusal {
  const { accepted, key } = admitted
  if (asksForRouting(accepted.controls)) return prepareAnew(admitted, configuration)
  let cache = caches.get(key)
  if (cache?.configuration !== configuration) {
    cache = { configuration, byName: new Map() }
    caches.set(key, cache)
  }
  const known = cache.byName.get(accepted.requested)
  if (known !== undefined) return known
  const prepared = prepareAnew(admitted, configuration)
  if (cache.byName.size >= MAX_NAMES) cache.byName.clear()
  if (prepared.kind === 'prepared') cache.byName.set(accepted.requested, prepared)
  return prepared
}

function asksForRouting({ fallback, triggers, routing, noFallback }: RequestControls): boolean {
  return fallback !== null || triggers !== null || routing !== null || noFallback
}

interface Frame {
  readonly admitted: Admitted
  readonly configuration: Configuration
  readonly target: Model | Chain
  readonly keyPolicy: KeyPolicy | null
  readonly list: ChosenList
}

const ROUTING_OFF = 'organisation routing is off: no movement between models'
const OVERRIDE_IGNORED = 'the organisation does not allow requests to bring their own routing: ignored'

function prepareAnew(admitted: Admitted, configuration: Configuration): Prepared | Refusal {
  const { accepted, key } = admitted
  const resolution = resolveName(accepted.requested, configuration, key)
  if (resolution.kind === 'unknown') return unknownName(admitted)
  if (resolution.kind === 'not_granted') return notGranted(admitted)
  const { target } = resolution
  const { routingEnabled } = configuration.organisation
  const keyPolicy = routingEnabled ? (key.routing[target.type] ?? null) : null
  const list = chooseList({ admitted, configuration, target, keyPolicy })
  const entries = routingEnabled ? list.entries : list.entries.filter((entry) => entry.name === null)
  const { candidates, skipped } = collectCandidates({ configuration, key, target, entries })
  const frame = { admitted, configuration, target, keyPolicy, list }
  const onlyFirst = !routingEnabled || accepted.controls.noFallback
  const policy = policyOf(frame, onlyFirst ? 1 : candidates.length)
  return {
    kind: 'prepared',
    policy,
    candidates,
    onlyFirst,
    rotationKey: list.source === 'chain' ? `chain:${target.name}` : `key:${key.id}:${target.type}`,
    deploymentStrategy: routingOf(frame) === 'balanced' ? 'balanced' : null,
    skipped: routingEnabled ? skipped : [{ deployment: target.name, reason: ROUTING_OFF }, ...skipped],
    warnings: warningsOf(frame, candidates, policy),
  }
}

function policyOf(frame: Frame, candidates: number): Policy {
  const { admitted, configuration, keyPolicy, list, target } = frame
  const { allowRequestOverride, refusalLock } = configuration.organisation
  const asked = allowRequestOverride ? admitted.accepted.controls.triggers : null
  const fromKey = list.source === 'request' ? null : (keyPolicy?.triggers ?? null)
  const conditions = target.kind === 'chain' && list.source === 'chain' ? target.conditions : null
  const triggers = asked ?? fromKey ?? list.triggers
  return {
    strategy: list.strategy,
    triggers: refusalLock ? without(triggers, 'refusal', 'content_filter') : triggers,
    maxMoves: Math.min(keyPolicy?.maxRetries ?? Number.POSITIVE_INFINITY, Math.max(0, candidates - 1)),
    moveDelayMs: keyPolicy?.retryDelayMs ?? 0,
    latencyMs: conditions?.latencyMs ?? null,
    limitShare: conditions?.limitShare ?? 1,
    maxTotalAttempts: configuration.maxTotalAttempts,
    source: {
      candidates: list.source,
      strategy: list.strategySource,
      triggers: asked !== null ? 'request' : fromKey !== null ? 'key' : list.source,
    },
  }
}

function routingOf({ admitted, configuration }: Frame): 'priority' | 'balanced' {
  const asked = configuration.organisation.allowRequestOverride ? admitted.accepted.controls.routing : null
  return asked ?? configuration.fallback.routing
}

function warningsOf(
  { admitted, configuration }: Frame,
  candidates: readonly Candidate[],
  policy: Policy,
): readonly string[] {
  const used = new Set([policy.strategy, ...candidates.map(({ model }) => model.strategy)])
  const warnings = MEASURED_STRATEGIES.filter((strategy) => used.has(strategy)).map(
    (strategy) => `strategy ${strategy} runs as balanced in this version`,
  )
  const { fallback, triggers, routing } = admitted.accepted.controls
  const overrides = fallback !== null || triggers !== null || routing !== null
  if (overrides && !configuration.organisation.allowRequestOverride) warnings.push(OVERRIDE_IGNORED)
  return warnings
}
