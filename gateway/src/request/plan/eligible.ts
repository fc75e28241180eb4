import type { Spending } from '#domain/budget'
import { describeBudget } from '#domain/budget'
import type { Deployment } from '#domain/deployment'
import type { HealthView, ManualState } from '#domain/health'
import type { Regions } from '#domain/model'
import type { Accepted, Skipped } from '#domain/request'
import type { Candidate } from './candidate.ts'
import { expectedInput } from './expected-input.ts'
import type { Uncarried } from './unselected.ts'
import { unselected } from './unselected.ts'

/** Why a deployment is excluded, in the order in which the reasons decide the status of a refusal. */
export type ExclusionKind = 'limit' | 'budget' | 'disabled' | 'ability' | 'policy'

export interface Exclusion extends Skipped {
  readonly kind: ExclusionKind
  /** For `limit` and `budget`: milliseconds until there is room. */
  readonly retryAfterMs: number | null
  /** What the client is told if this is why nothing is left. */
  readonly message?: string
}

/** Estimates are rough: over this many times the window a request is taken to be too long without trying. */
export const CERTAINLY_TOO_LONG = 1.5
/** Providers count differently, but not so differently. */
const CERTAINLY_TOO_LONG_COUNTED = 1.25

export interface EligibleContext {
  readonly accepted: Accepted
  readonly health: HealthView
  readonly now: number
  readonly limitShare: number
  readonly reserveTokens: (deployment: Deployment) => number
  readonly spending: Spending | null
  readonly regions: Regions | null
  /** `null`: whatever the request says is carried everywhere. */
  readonly uncarried: Uncarried | null
  /** `null`: every deployment can be sent every request. */
  readonly unreachable: Unreachable | null
}

/** Why a request cannot be sent to a deployment at all; `null` if it can. */
export type Unreachable = (accepted: Accepted, deployment: Deployment) => string | null

/** Splits the deployments of the candidates into those that may be used and those that may not, with reasons. */
export function keepEligible(
  candidates: readonly Candidate[],
  context: EligibleContext,
): { readonly kept: readonly Candidate[]; readonly excluded: readonly Exclusion[] } {
  const excluded: Exclusion[] = []
  const limit = windowFactor(candidates, context)
  const kept: Candidate[] = []
  for (const candidate of candidates) {
    const inability = inabilityOf(candidate, context, limit)
    if (
      inability === null &&
      candidate.deployments.every((deployment) => exclude(deployment, candidate, context) === null)
    ) {
      kept.push(candidate)
      continue
    }
    const deployments = candidate.deployments.filter((deployment) => {
      const exclusion =
        inability === null ? exclude(deployment, candidate, context) : ability(deployment, inability)
      if (exclusion !== null) excluded.push(exclusion)
      return exclusion === null
    })
    if (deployments.length > 0) kept.push({ ...candidate, deployments })
  }
  return { kept, excluded }
}

/** A window that is a little too small by our estimate is excluded only while one that fits may be used. */
function windowFactor(candidates: readonly Candidate[], context: EligibleContext): number {
  const { accepted } = context
  if (candidates.every((candidate) => fits(candidate, context))) return 1
  const someFits = candidates.some(
    (candidate) =>
      fits(candidate, context) &&
      candidate.unfit === null &&
      missingOf(candidate, accepted).length === 0 &&
      candidate.deployments.some((deployment) => exclude(deployment, candidate, context) === null),
  )
  if (someFits) return 1
  return accepted.body.counted === true ? CERTAINLY_TOO_LONG_COUNTED : CERTAINLY_TOO_LONG
}

function missingOf({ model }: Candidate, { body }: Accepted): readonly string[] {
  const able = model.capabilities
  return able === null ? [] : body.needs.filter((need) => !able.has(need))
}

function inabilityOf(candidate: Candidate, context: EligibleContext, factor: number): string | null {
  const { model, unfit } = candidate
  const { accepted } = context
  if (unfit !== null) return unfit
  const missing = missingOf(candidate, accepted)
  if (missing.length > 0) return `does not have ${missing.join(', ')}`
  const window = model.contextWindow
  if (window === null) return null
  const tokens = inputAt(candidate, context)
  if (tokens <= window * factor) return null
  return `context window of ${window} tokens is too small for about ${tokens}`
}

function fits(candidate: Candidate, context: EligibleContext): boolean {
  const { contextWindow } = candidate.model
  return contextWindow === null || inputAt(candidate, context) <= contextWindow
}

/** Deployments of one model count alike. */
function inputAt({ deployments }: Candidate, { accepted, health }: EligibleContext): number {
  return expectedInput(accepted.body, health, deployments[0])
}

function ability(deployment: Deployment, reason: string): Exclusion {
  return { deployment: deployment.label, reason, kind: 'ability', retryAfterMs: null }
}

function drainReason({ until, reason }: ManualState, now: number): string {
  const time = until === null ? 'until it is reset' : `for ${Math.ceil((until - now) / 1000)} s more`
  return `drained ${time}: ${reason}`
}

/** Limits come last: one that is reached must not hide that the deployment may not be used at all. */
function exclude(deployment: Deployment, candidate: Candidate, context: EligibleContext): Exclusion | null {
  const { label } = deployment
  if (!deployment.enabled)
    return { deployment: label, reason: 'disabled', kind: 'disabled', retryAfterMs: null }
  const drained = context.health.drained(deployment, context.now)
  if (drained !== null) {
    const reason = drainReason(drained, context.now)
    return { deployment: label, reason, kind: 'disabled', retryAfterMs: null }
  }
  const unreachable = context.unreachable?.(context.accepted, deployment) ?? null
  if (unreachable !== null) return ability(deployment, unreachable)
  const barred = barredBy(deployment, candidate, context)
  if (barred !== null) return { deployment: label, reason: barred, kind: 'policy', retryAfterMs: null }
  const overBudget = context.spending === null ? null : beyondBudget(deployment, context.spending)
  if (overBudget !== null) return overBudget
  if (deployment.tokensPerMinute === null && deployment.requestsPerMinute === null) return null
  const need = { tokens: context.reserveTokens(deployment), share: context.limitShare }
  const waitMs = context.health.waitMs(deployment, need, context.now)
  if (waitMs <= 0) return null
  const reason = `limit reached, room in ${Math.ceil(waitMs / 1000)} s`
  return { deployment: label, reason, kind: 'limit', retryAfterMs: waitMs }
}

function beyondBudget(deployment: Deployment, spending: Spending): Exclusion | null {
  const refusal = spending.refusal(deployment)
  if (refusal === null) return null
  return {
    deployment: deployment.label,
    reason: `no room in ${describeBudget(refusal.budget)}`,
    kind: 'budget',
    retryAfterMs: refusal.renewsInMs,
    message: refusal.message,
  }
}

function barredBy(
  deployment: Deployment,
  { allow: own, model }: Candidate,
  context: EligibleContext,
): string | null {
  const { accepted, regions, uncarried } = context
  const allow = regions?.allow ?? null
  const outside = outsideOf(deployment, allow) ?? outsideOf(deployment, own)
  if (outside !== null) return outside
  const { selection } = accepted.controls
  if (selection === null) return null
  return unselected(deployment, selection, { accepted, model, uncarried })
}

function outsideOf({ region }: Deployment, allow: readonly string[] | null): string | null {
  if (allow === null || (region !== null && allow.includes(region))) return null
  const where = region === null ? 'its region is not known' : `is in region ${region}`
  return `${where}; allowed are ${allow.length === 0 ? 'none' : allow.join(', ')}`
}
