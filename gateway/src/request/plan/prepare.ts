import type { Configuration, VirtualKey } from '#domain/configuration'
import type { Chain, Model } from '#domain/model'
import { sameFamily } from '#domain/model-type'
import type { Admitted, Dialect, Policy, Refusal, RequestControls, Skipped } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { AUTO, chooseAuto } from './auto.ts'
import type { Candidate } from './candidate.ts'
import { withBreaker } from './candidate.ts'
import type { Charge } from './charge.ts'
import { chargeOf } from './charge.ts'
import { chainCalled, chooseList } from './choose-list.ts'
import { collectCandidates } from './collect-candidates.ts'
import type { Frame } from './policy-of.ts'
import { policyOf } from './policy-of.ts'
import { HEDGE_IGNORED, ignoresHedge } from './stream-policy.ts'
import { notGranted, nothingPermitted, unknownName, wrongType } from './refuse.ts'
import { resolveName } from './resolve-name.ts'

/** The part of a plan that depends on the configuration, the key and what is asked for, not on the moment. */
export interface Prepared {
  readonly kind: 'prepared'
  readonly policy: Policy
  readonly candidates: readonly Candidate[]
  /** No movement between models: only the candidate that comes first may be tried. */
  readonly onlyFirst: boolean
  /** No candidate is what was asked for before the others: preferred regions may change their order. */
  readonly sideBySide: boolean
  /** State of rotation among the candidates. */
  readonly rotationKey: string
  /** Begins the name of every session of this key for what was asked for. */
  readonly sessionScope: string
  /** Order of the deployments inside each model, if the request asks for one. */
  readonly deploymentStrategy: StrategyId | null
  /** The same for models that have none of their own, if the file asks for one. */
  readonly defaultStrategy: StrategyId | null
  /** The order depends on who answered the same prompt before. */
  readonly keepsWarm: boolean
  /** Where requests with these candidates wait, if they do. */
  readonly queue: string
  /** What is charged to budgets; `null` if there are none. */
  readonly charge: Charge | null
  readonly skipped: readonly Skipped[]
  readonly warnings: readonly string[]
}

interface Cache {
  readonly configuration: Configuration
  /** By dialect, because keys may have fallbacks by family of endpoints; then by what was asked for. */
  readonly byDialect: Map<Dialect, Map<string, Prepared>>
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
    cache = { configuration, byDialect: new Map() }
    caches.set(key, cache)
  }
  let byName = cache.byDialect.get(accepted.dialect)
  if (byName === undefined) cache.byDialect.set(accepted.dialect, (byName = new Map<string, Prepared>()))
  const known = byName.get(accepted.requested)
  if (known !== undefined) return known
  const prepared = prepareAnew(admitted, configuration)
  if (byName.size >= MAX_NAMES) byName.clear()
  if (prepared.kind === 'prepared') byName.set(accepted.requested, prepared)
  return prepared
}

function asksForRouting(controls: RequestControls): boolean {
  return bringsRouting(controls) || controls.noFallback || controls.hedge !== null
}

/** What an organisation can forbid. Limits, filters and demands only restrict, and are obeyed in any case. */
function bringsRouting(controls: RequestControls): boolean {
  const { fallback, conditions, routing, partition, auto, midStream } = controls
  if (fallback !== null || conditions !== null || routing !== null) return true
  return partition !== null || auto !== null || midStream !== null
}

const ROUTING_OFF = 'organisation routing is off: no movement between models'
const OVERRIDE_IGNORED = 'the organisation does not allow requests to bring their own routing: ignored'

function prepareAnew(admitted: Admitted, configuration: Configuration): Prepared | Refusal {
  const { accepted, key } = admitted
  const asked = resolveRequested(admitted, configuration)
  if (asked.kind === 'refused') return asked
  const { target } = asked
  if (!sameFamily(target.type, accepted.type)) return wrongType(admitted, target.type)
  const { routingEnabled } = configuration.organisation
  const keyPolicy = routingEnabled ? (key.routing[target.type] ?? null) : null
  const list = chooseList({ admitted, configuration, target, keyPolicy, auto: asked.auto })
  const entries = routingEnabled ? list.entries : list.entries.filter((entry) => entry.name === null)
  const { strategy } = asked
  const { candidates, skipped } = collectCandidates({ configuration, key, target, strategy, entries })
  const frame = { admitted, configuration, target, keyPolicy, list }
  const onlyFirst = !routingEnabled || accepted.controls.noFallback
  const { policy, breaker } = policyOf(frame, onlyFirst ? 1 : candidates.length)
  const usable = breaker === null ? candidates : withBreaker(candidates, breaker)
  const charge = policy.budgets === null ? null : chargeOf({ frame, policy, onlyFirst }, usable)
  const orders = ordersOf(frame)
  return {
    kind: 'prepared',
    policy,
    candidates: usable,
    charge,
    sideBySide: list.sideBySide,
    onlyFirst,
    rotationKey: list.source === 'chain' ? `chain:${target.name}` : `key:${key.id}:${target.type}`,
    sessionScope: `${key.id}\0${target.name}\0`,
    ...orders,
    keepsWarm: keepsWarm(policy, orders, candidates),
    queue: usable.map(({ id }) => id).join(' '),
    skipped: [
      ...(routingEnabled ? [] : [{ deployment: target.name, reason: ROUTING_OFF }]),
      ...asked.skipped,
      ...skipped,
    ],
    warnings: warningsOf(frame),
  }
}

type Requested =
  | {
      readonly kind: 'found'
      readonly target: Model | Chain
      readonly strategy: StrategyId | null
      readonly auto: 'named' | 'all' | null
      readonly skipped: readonly Skipped[]
    }
  | Refusal

function resolveRequested(admitted: Admitted, configuration: Configuration): Requested {
  const { accepted, key } = admitted
  const resolution = resolveName(accepted.requested, configuration, {
    models: key.models,
    type: accepted.type,
  })
  if (resolution.kind === 'found') return { ...resolution, auto: null, skipped: [] }
  if (resolution.kind === 'not_granted') return notGranted(admitted)
  if (accepted.requested !== AUTO) return unknownName(admitted)
  const { chain, named, skipped } = chooseAuto(admitted, configuration)
  if (chain.steps.length === 0)
    return skipped.length === 0 ? unknownName(admitted) : nothingPermitted(skipped)
  return { kind: 'found', target: chain, strategy: null, auto: named ? 'named' : 'all', skipped }
}

type Orders = Pick<Prepared, 'deploymentStrategy' | 'defaultStrategy'>

/** `priority` leaves the order to the model; asked for, it does so whatever the file says. */
function ordersOf({ admitted, configuration }: Frame): Orders {
  const { allowRequestOverride } = configuration.organisation
  const asked = allowRequestOverride ? admitted.accepted.controls.routing : null
  const inFile = configuration.fallback.routing
  return {
    deploymentStrategy: asked === 'priority' ? null : asked,
    defaultStrategy: asked === 'priority' || inFile === 'priority' ? null : inFile,
  }
}

function keepsWarm({ strategy }: Policy, orders: Orders, candidates: readonly Candidate[]): boolean {
  const used = [strategy, orders.deploymentStrategy, ...candidates.map(({ model }) => model.strategy)]
  return used.includes('adaptive')
}

function warningsOf(frame: Frame): readonly string[] {
  const { admitted, configuration } = frame
  const { controls } = admitted.accepted
  const warnings: string[] = ignoresHedge(frame) ? [HEDGE_IGNORED] : []
  if (!configuration.organisation.allowRequestOverride) {
    if (bringsRouting(controls)) warnings.push(OVERRIDE_IGNORED)
    return warnings
  }
  const { fallback } = controls
  const chain = fallback?.control === 'backstay.chain' ? (fallback.list[0] ?? '') : null
  if (chain !== null && chainCalled(chain, configuration, admitted.key) === null) {
    warnings.push(`backstay.chain: there is no chain "${chain.slice(0, 100)}" that this key may use`)
  }
  return warnings
}
