import type { Failure } from '#domain/failure'
import { FAILURE_RULES } from '#domain/failure'
import type { Retry } from '#domain/policy'
import { backoffMs } from './backoff.ts'

/** What may be done after a failure. */
export type Decision =
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'move' }
  | { readonly kind: 'stop'; readonly reason: string }

export interface DecisionFacts {
  readonly retry: Retry
  /** Tries on this deployment so far. */
  readonly tries: number
  readonly attempts: number
  readonly maxTotalAttempts: number
  /** A trigger in force names the failure. */
  readonly movesOn: boolean
  /** There is another deployment or candidate that may be moved to now. */
  readonly alternative: boolean
  /** This place is out of service, and there is another that is not, or is less so. */
  readonly betterElsewhere: boolean
  /** The retry budget has room: for every try in place, and for every move but the first. */
  readonly budget: boolean
  readonly moved: boolean
  /** The one wait for a rate limit without retries of its own has been used. */
  readonly waited: boolean
  /** The place takes no new attempts, nor one more of a request that it had. */
  readonly drained: boolean
  /**
   * Waiting for this deployment has proved vain: it was limited again after more hints in a row than there are tries, or
   * failed more often in a row than that.
   */
  readonly vain: boolean
  /** What is waited beyond a hint because others wait for the same. */
  readonly crowdMs: number
  readonly remainingMs: number
  readonly minAttemptMs: number
  /** Next random number in [0, 1). */
  readonly random: number
}

/** Longest hint that is waited out, once, when there is nowhere else to go. */
const LAST_RESORT_WAIT_MS = 10_000

/** Again on the same deployment, on to another, or stop: decided from the failure and the facts alone. */
export function decide(failure: Failure, facts: DecisionFacts): Decision {
  if (facts.attempts >= facts.maxTotalAttempts) {
    return { kind: 'stop', reason: `${facts.maxTotalAttempts} attempts are the most for one request` }
  }
  const afterMs = facts.budget && !facts.drained ? waitBeforeAgain(failure, facts) : null
  if (afterMs !== null && afterMs + facts.minAttemptMs <= facts.remainingMs) return { kind: 'again', afterMs }
  if (!facts.movesOn) return { kind: 'stop', reason: `no trigger moves on ${failure.class}` }
  if (facts.remainingMs < facts.minAttemptMs) return { kind: 'stop', reason: 'the deadline is too close' }
  if (!facts.alternative) return { kind: 'stop', reason: 'nothing left to try' }
  if (facts.moved && !facts.budget) return { kind: 'stop', reason: 'the retry budget is used up' }
  return { kind: 'move' }
}

/** `null`: not again on this deployment. */
function waitBeforeAgain(failure: Failure, facts: DecisionFacts): number | null {
  const { retry, tries } = facts
  switch (FAILURE_RULES[failure.class].again) {
    case 'no':
      return null
    case 'hint':
      return waitForHint(failure.retryAfterMs, facts)
    case 'once':
      return tries < Math.min(retry.maxAttempts, 2) ? backoffMs(retry, tries + 1, facts.random) : null
    case 'yes':
      if (tries >= retry.maxAttempts || facts.betterElsewhere || (facts.vain && facts.alternative))
        return null
      return backoffMs(retry, tries + 1, facts.random)
  }
}

function waitForHint(hintMs: number | undefined, facts: DecisionFacts): number | null {
  if (hintMs === undefined || (facts.vain && facts.alternative)) return null
  const { retry, tries } = facts
  const afterMs = hintMs + facts.crowdMs
  if (retry.maxAttempts > 1 && tries < retry.maxAttempts && hintMs <= retry.rateLimitWaitMs) return afterMs
  const lastResort = !facts.alternative && !facts.waited && hintMs <= LAST_RESORT_WAIT_MS
  return lastResort ? afterMs : null
}
