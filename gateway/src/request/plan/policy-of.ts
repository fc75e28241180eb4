import type { Budget } from '#domain/budget'
import type { Configuration } from '#domain/configuration'
import type { BreakerSettings } from '#domain/deployment'
import type { Chain, Conditions, Model, Regions } from '#domain/model'
import type { KeyPolicy, Partition, PolicySource } from '#domain/policy'
import type { Admitted, Policy } from '#domain/request'
import { without } from '#domain/trigger-set'
import type { ChosenList } from './choose-list.ts'
import { hedgeOf, midStreamOf } from './stream-policy.ts'

/** What the policy of a request is worked out from. */
export interface Frame {
  readonly admitted: Admitted
  readonly configuration: Configuration
  readonly target: Model | Chain
  readonly keyPolicy: KeyPolicy | null
  readonly list: ChosenList
}

/** A field with where it came from. */
interface Sourced<T> {
  readonly value: T
  readonly source: PolicySource
}

/** The policy in force, and the changes that it makes to breakers. */
export interface InForce {
  readonly policy: Policy
  readonly breaker: Partial<BreakerSettings> | null
}

/** Works the policy out field by field; the more specific source wins, restrictions hold together. */
export function policyOf(frame: Frame, candidates: number): InForce {
  const { configuration, keyPolicy, list } = frame
  const { conditions, source } = conditionsOf(frame)
  const { set, load } = conditions
  const partition = partitionOf(frame)
  const affinity = ofTarget(frame, frame.target.affinity, configuration.affinity)
  const { refusalLock } = configuration.organisation
  return {
    policy: {
      strategy: load ?? list.strategy,
      triggers: refusalLock ? without(set, 'refusal', 'content_filter') : set,
      maxMoves: Math.min(keyPolicy?.maxRetries ?? Number.POSITIVE_INFINITY, Math.max(0, candidates - 1)),
      moveDelayMs: keyPolicy?.retryDelayMs ?? 0,
      latencyMs: conditions.latencyMs,
      latencyPercentile: conditions.latencyPercentile,
      limitShare: conditions.limitShare ?? 1,
      quality: conditions.quality,
      regions: regionsOf(frame, conditions),
      queue: frame.target.queue ?? null,
      cost: conditions.cost,
      budgets: budgetsOf(frame),
      hedge: hedgeOf(frame),
      midStream: midStreamOf(frame),
      partition: partition.value,
      affinity: affinity.value,
      maxTotalAttempts: configuration.maxTotalAttempts,
      source: {
        candidates: list.source,
        strategy: load === null ? list.strategySource : source,
        triggers: source,
        partition: partition.source,
        affinity: affinity.source,
      },
    },
    breaker: conditions.breaker,
  }
}

/** Whoever has one is charged; `null` if nobody has. */
function budgetsOf({ admitted, configuration }: Frame): readonly Budget[] | null {
  const budgets = [admitted.key.limits.budget, configuration.organisation.budget].filter(
    (one) => one !== null,
  )
  return budgets.length === 0 ? null : budgets
}

function partitionOf(frame: Frame): Sourced<Partition> {
  const { admitted, configuration } = frame
  const { allowRequestOverride } = configuration.organisation
  const asked = allowRequestOverride ? admitted.accepted.controls.partition : null
  if (asked !== null) return { value: asked, source: 'request' }
  return ofTarget(frame, frame.target.partition, configuration.partition)
}

/** What the chain or model that is asked for says, else the file. */
function ofTarget<T>({ target }: Frame, own: T | null, inFile: T): Sourced<T> {
  return own === null ? { value: inFile, source: 'file' } : { value: own, source: target.kind }
}

/** The triggers that were given explicitly by the most specific source, else those of the list. */
function conditionsOf({ admitted, configuration, keyPolicy, list }: Frame): {
  readonly conditions: Conditions
  readonly source: PolicySource
} {
  const { allowRequestOverride } = configuration.organisation
  const asked = allowRequestOverride ? admitted.accepted.controls.conditions : null
  if (asked !== null) return { conditions: asked, source: 'request' }
  const ofKey = list.source === 'request' ? null : (keyPolicy?.conditions ?? null)
  if (ofKey !== null) return { conditions: ofKey, source: 'key' }
  return { conditions: list.conditions, source: list.conditionsSource }
}

/** Wishes come from the conditions in force; what the others allow restricts whatever is in force. */
function regionsOf(frame: Frame, inForce: Conditions): Regions | null {
  const { admitted, configuration, keyPolicy, target } = frame
  const asked = admitted.accepted.controls.conditions
  const all = [inForce, asked, keyPolicy?.conditions, target.conditions, configuration.fallback.conditions]
  const allows = all.flatMap((conditions) => {
    const allow = conditions?.regions?.allow ?? null
    return allow === null ? [] : [allow]
  })
  const prefer = inForce.regions?.prefer ?? []
  if (allows.length === 0) return prefer.length === 0 ? null : { prefer, allow: null }
  const allow = allows.reduce((both, more) => both.filter((region) => more.includes(region)))
  return { prefer, allow }
}
