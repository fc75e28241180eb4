import type { Deployment } from '#domain/deployment'
import type { FailureClass } from '#domain/failure'
import type { HealthView } from '#domain/health'
import type { Model } from '#domain/model'
import type { DeploymentId } from '#domain/names'
import type { Policy } from '#domain/request'
import type { StrategyId } from '#domain/strategy'
import { candidatesOf } from '#plan/candidate'
import type { OrderedSteps } from '#plan/order'
import { orderSteps } from '#plan/order'
import type { OrderContext } from '#plan/order-deployments'
import type { Preference } from '#plan/preference'
import { SmoothRotation } from '#plan/rotation'
import { deployment } from './sample.ts'
import { sampleHealth, sampleRanking } from './sample-health.ts'
import { POLICY } from './sample-plan.ts'

/** Label → the class of failure that put the deployment last. */
type Ill = Readonly<Record<string, FailureClass | readonly [FailureClass, number]>>

function healthOf(ill: Ill): HealthView {
  return sampleHealth({
    demotion: ({ label }) => {
      const cause = ill[label]
      if (cause === undefined) return null
      const [failureClass, status] = typeof cause === 'string' ? [cause] : cause
      const base = { state: 'open', class: failureClass, retryInMs: 1 } as const
      return status === undefined ? base : { ...base, status }
    },
  })
}

/** What a test of the order of a plan is about. */
export interface OrderGiven {
  readonly ill?: Ill
  readonly policy?: Partial<Policy>
  readonly rotation?: SmoothRotation
  readonly strategy?: StrategyId
  readonly otherwise?: StrategyId
  readonly preference?: Preference
  readonly pinned?: string
}

/** The moment of a request, in which nobody is ill but those that are said to be. */
export function contextOf({
  ill = {},
  rotation,
  strategy,
  otherwise,
  ...more
}: OrderGiven = {}): OrderContext {
  return {
    ...sampleRanking({ health: healthOf(ill), rotation: rotation ?? new SmoothRotation() }),
    turns: 'k',
    deploymentStrategy: strategy ?? null,
    defaultStrategy: otherwise ?? null,
    preference: more.preference ?? null,
    sidePreference: more.preference ?? null,
    pinned: (more.pinned ?? null) as DeploymentId | null,
  }
}

export function stepsOf(models: readonly Model[], given: OrderGiven = {}): OrderedSteps {
  const candidates = models.flatMap((one) => candidatesOf(one, null))
  return orderSteps(candidates, { ...POLICY, ...given.policy }, contextOf(given))
}

/** Labels of the deployments in the order to try them. */
export const labelsOf = (models: readonly Model[], given?: OrderGiven): string =>
  stepsOf(models, given)
    .steps.map(({ deployment: { label } }) => label)
    .join(' ')
/** Deployments by their labels. */
export const many = (names: string, more: Partial<Deployment> = {}): Deployment[] =>
  names.split(' ').map((label) => deployment(label, more))
/** Who is first how often in so many requests. */
export function firsts(
  times: number,
  models: readonly Model[],
  given: OrderGiven = {},
): Record<string, number> {
  const rotation = given.rotation ?? new SmoothRotation()
  const counts: Record<string, number> = {}
  for (let turn = 0; turn < times; turn++) {
    const first = labelsOf(models, { ...given, rotation }).split(' ')[0] ?? ''
    counts[first] = (counts[first] ?? 0) + 1
  }
  return counts
}
