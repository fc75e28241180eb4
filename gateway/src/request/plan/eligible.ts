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
  const limit = windowFactor(candidates, context)
  const kept: Candidate[] = []
  for (const candidate of candidates) {
    const inability = inabilityOf(candidate, context.accepted, limit)
    if (
      inability === null &&
      candidate.deployments.every((deployment) => exclude(deployment, context) === null)
    ) {
      kept.push(candidate)
      continue
    }
    const deployments = candidate.deployments.filter((deployment) => {
      const exclusion = inability === null ? exclude(deployment, context) : ability(deployment, inability)
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
  if (candidates.every((candidate) => fits(candidate, accepted))) return 1
  const someFits = candidates.some(
    (candidate) =>
      fits(candidate, accepted) &&
      missingOf(candidate, accepted).length === 0 &&
      candidate.deployments.some((deployment) => exclude(deployment, context) === null),
  )
  return someFits ? 1 : CERTAINLY_TOO_LONG
}

function missingOf({ model }: Candidate, { body }: Accepted): readonly string[] {
  const able = model.capabilities
  return able === null ? [] : body.needs.filter((need) => !able.has(need))
}

function inabilityOf(candidate: Candidate, accepted: Accepted, factor: number): string | null {
  const { model } = candidate
  const { body } = accepted
  const missing = missingOf(candidate, accepted)
  if (missing.length > 0) return `does not have ${missing.join(', ')}`
  const window = model.contextWindow
  if (window === null) return null
  if (body.estimatedInputTokens <= window * factor) return null
  return `context window of ${window} tokens is too small for about ${body.estimatedInputTokens}`
}

function fits({ model }: Candidate, { body }: Accepted): boolean {
  return model.contextWindow === null || body.estimatedInputTokens <= model.contextWindow
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
