import type { Deployment } from '#domain/deployment'
import type { HealthView } from '#domain/health'
import type { Accepted, Skipped } from '#domain/request'
import type { Candidate } from './candidate.ts'

/** Why a deployment is excluded, in the order in which the reasons decide the status of a refusal. */
export type ExclusionKind = 'limit' | 'disabled' | 'ability' | 'policy'

export interface Exclusion extends Skipped {
  readonly kind: ExclusionKind
  /** For `limit`: milliseconds until there is room. */
  readonly retryAfterMs: number | null
}

/** Estimates are rough: over this many times the window a request is taken to be too long without trying. */
const CERTAINLY_TOO_LONG = 1.5

export interface EligibleContext {
  readonly accepted: Accepted
  readonly health: HealthView
  readonly now: number
  readonly limitShare: number
  readonly reserveTokens: (deployment: Deployment) => number
}

/** Splits the deployments of the candidates into those that may be used and those that may not, with reasons. */
export function keepEligible(
  candidates: readonly Candidate[],
  context: EligibleContext,
): { readonly kept: readonly Candidate[]; readonly excluded: readonly Exclusion[] } {
  const excluded: Exclusion[] = []
  const someFits = candidates.some((candidate) => fits(candidate, context.accepted, 1))
  const kept: Candidate[] = []
  for (const candidate of candidates) {
    const inability = inabilityOf(candidate, context.accepted, someFits)
    const deployments = candidate.deployments.filter((deployment) => {
      const exclusion = inability === null ? exclude(deployment, context) : ability(deployment, inability)
      if (exclusion !== null) excluded.push(exclusion)
      return exclusion === null
    })
    if (deployments.length === candidate.deployments.length) kept.push(candidate)
    else if (deployments.length > 0) kept.push({ ...candidate, deployments })
  }
  return { kept, excluded }
}

function inabilityOf({ model }: Candidate, { body }: Accepted, someFits: boolean): string | null {
  const able = model.capabilities
  const missing = able === null ? [] : body.needs.filter((need) => !able.has(need))
  if (missing.length > 0) return `does not have ${missing.join(', ')}`
  const window = model.contextWindow
  if (window === null) return null
  const limit = someFits ? window : window * CERTAINLY_TOO_LONG
  if (body.estimatedInputTokens <= limit) return null
  return `context window of ${window} tokens is too small for about ${body.estimatedInputTokens}`
}

function fits({ model }: Candidate, { body }: Accepted, times: number): boolean {
  return model.contextWindow === null || body.estimatedInputTokens <= model.contextWindow * times
}

function ability(deployment: Deployment, reason: string): Exclusion {
  return { deployment: deployment.label, reason, kind: 'ability', retryAfterMs: null }
}

function exclude(deployment: Deployment, context: EligibleContext): Exclusion | null {
  const label = deployment.label
  if (!deployment.enabled)
    return { deployment: label, reason: 'disabled', kind: 'disabled', retryAfterMs: null }
  if (deployment.tokensPerMinute === null && deployment.requestsPerMinute === null) return null
  const need = { tokens: context.reserveTokens(deployment), share: context.limitShare }
  const waitMs = context.health.waitMs(deployment, need, context.now)
  if (waitMs <= 0) return null
  const reason = `limit reached, room in ${Math.ceil(waitMs / 1000)} s`
  return { deployment: label, reason, kind: 'limit', retryAfterMs: waitMs }
}
