import type { Configuration, VirtualKey } from '#domain/configuration'
import { ERROR_CODES } from '#domain/errors'
import type { Model } from '#domain/model'
import type { Plan, PlanResult } from '#domain/request'
import type { Sessions } from '#domain/sessions'
import { plan } from '#plan/plan'
import { SmoothRotation } from '#plan/rotation'
import { SessionMemory } from '#plan/session-memory'
import { admitted, configuration } from './sample.ts'
import { sampleHealth } from './sample-health.ts'

/** What a test of planning is about. */
export interface PlanGiven {
  readonly models: readonly Model[]
  readonly more?: Partial<Configuration>
  readonly fallback?: readonly string[]
  readonly key?: VirtualKey
  readonly request?: Parameters<typeof admitted>[1]
  /** Labels of deployments that have failed or have no room left. */
  readonly ill?: readonly string[]
  readonly full?: readonly string[]
  readonly ask?: string
  readonly sessions?: Sessions
}

/** Plans a request for `m`, or another name, at the moment 0. */
export function planOf({
  models,
  more,
  fallback = [],
  key,
  request,
  ill = [],
  full = [],
  ask = 'm',
  sessions = new SessionMemory(),
}: PlanGiven): PlanResult {
  const base = configuration(models, more)
  const config = { ...base, fallback: { ...base.fallback, list: fallback } }
  const health = sampleHealth({
    demotion: ({ label }) =>
      ill.includes(label) ? { state: 'cooling', class: 'model_unavailable', retryInMs: 5 } : null,
    drained: () => null,
    waitMs: ({ label }) => (full.includes(label) ? 60_500 : 0),
    expectedOutput: () => 256,
  })
  const who = admitted(ask, { ...request, ...(key !== undefined && { key }) })
  const rotation = new SmoothRotation()
  return plan(who, { configuration: config, health, rotation, random: () => 0, now: 0, sessions })
}

/** Labels in order, or status and code of the refusal. */
export const outcomeOf = (given: PlanGiven): unknown => {
  const result = planOf(given)
  return result.kind === 'planned'
    ? result.steps.map(({ deployment: { label } }) => label)
    : [ERROR_CODES[result.code].status, result.code]
}
/** Throws if the request is refused. */
export const planned = (given: PlanGiven): Plan => {
  const result = planOf(given)
  if (result.kind === 'refused') throw new Error(result.message)
  return result
}
