import type { BreakerSettings } from '#domain/deployment'
import type { Failure } from '#domain/failure'

/** What opened a breaker, for demotion and for people. */
export type BreakerCause = Pick<Failure, 'class' | 'status'>

/** The state of one deployment's breaker; each state owns its data. */
export type BreakerState =
  | { readonly kind: 'closed'; readonly consecutive: number }
  | { readonly kind: 'open'; readonly until: number; readonly openings: number; readonly cause: BreakerCause }
  /** The open time is over and one probe is under way. */
  | { readonly kind: 'half_open'; readonly openings: number; readonly cause: BreakerCause }

export const CLOSED: BreakerState = { kind: 'closed', consecutive: 0 }

/** Largest part of the open time that randomness takes off, so that gateways do not probe at the same instant. */
const JITTER = 0.2

export interface FailureFacts {
  readonly cause: BreakerCause
  /** Share of failures in the window, and how many requests it is of. */
  readonly errorRate: number
  readonly requests: number
  readonly now: number
  /** Next random number in [0, 1). */
  readonly random: number
}

/** A failure that counts: opens after enough in a row, at the error rate, or when the probe failed. */
export function afterFailure(
  state: BreakerState,
  settings: BreakerSettings,
  facts: FailureFacts,
): BreakerState {
  switch (state.kind) {
    case 'open':
      return state
    case 'half_open':
      return opened(state.openings + 1, settings, facts)
    case 'closed': {
      const consecutive = state.consecutive + 1
      const rateReached = facts.requests >= settings.minRequests && facts.errorRate >= settings.errorRate
      if (consecutive < settings.failures && !rateReached) return { kind: 'closed', consecutive }
      return opened(1, settings, facts)
    }
  }
}

/** Any answer closes it: a deployment that answers is well, however it came to be tried. */
export function afterSuccess(state: BreakerState): BreakerState {
  return state.kind === 'closed' && state.consecutive === 0 ? state : CLOSED
}

/** The request about to be sent is the probe if the open time is over. */
export function atDispatch(state: BreakerState, now: number): BreakerState {
  if (state.kind !== 'open' || now < state.until) return state
  return { kind: 'half_open', openings: state.openings, cause: state.cause }
}

/** A probe that ended without saying anything, because the client left: the next request probes. */
export function afterUndecided(state: BreakerState, now: number): BreakerState {
  if (state.kind !== 'half_open') return state
  return { kind: 'open', until: now, openings: state.openings, cause: state.cause }
}

function opened(openings: number, settings: BreakerSettings, facts: FailureFacts): BreakerState {
  const full = Math.min(settings.openMaxMs, settings.openMs * 2 ** (openings - 1))
  const openMs = full * (1 - JITTER * facts.random)
  return { kind: 'open', until: facts.now + openMs, openings, cause: facts.cause }
}
