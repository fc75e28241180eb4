import type { BreakerSettings } from '#domain/deployment'
import type { Failure } from '#domain/failure'

/** What opened a breaker, for demotion and for people. */
export type BreakerCause = Pick<Failure, 'class' | 'status'>

/** The state of one deployment's breaker; each state owns its data. Times are clock readings. */
export type BreakerState = Closed | Open | HalfOpen

interface Closed {
  readonly kind: 'closed'
  /** Failures in a row before an answer began: the beginning of one interrupts them. */
  readonly consecutive: number
  /** Tries in place were among them: the wait before them was as much of a chance as an open time. */
  readonly retried: boolean
  /** Answers in a row that broke off: a complete one interrupts them. A long one of before does not hide failures to begin. */
  readonly breaks: number
  /** The same in the order of dispatch; `null` for none. */
  readonly fresh: FreshFailures | null
  /** It was open not long ago and has to earn its trust again; `null` when it is trusted. */
  readonly trial: Trial | null
}

interface Trial extends Episode {
  readonly answers: number
  /** When the last answer began. */
  readonly committedAt: number
}

/**
 * Failures while no attempt that was sent since the first of them has begun to answer. Answers of before may come for
 * long after a place went down, and would interrupt the others again and again.
 */
interface FreshFailures {
  readonly failures: number
  /** Era that the first of them began: attempts of it, and of later ones, were sent after it. */
  readonly era: number
  /** Attempts that were sent to the deployment before. */
  readonly sentBefore: number
}

interface Open extends Episode {
  readonly kind: 'open'
  readonly since: number
  readonly until: number
  readonly cause: BreakerCause
}

/** The open time is over and one probe is under way since then. */
interface HalfOpen extends Episode {
  readonly kind: 'half_open'
  readonly since: number
  readonly cause: BreakerCause
}

/** What is remembered until a deployment is trusted again. */
interface Episode {
  /** How often it opened: the open time goes on growing where it was. */
  readonly openings: number
  /** How often it closed and opened again: it flaps. */
  readonly relapses: number
}

export const CLOSED: Closed = {
  kind: 'closed',
  consecutive: 0,
  retried: false,
  breaks: 0,
  fresh: null,
  trial: null,
}

/** Largest part of the open time that randomness takes off, so that gateways do not probe at the same instant. */
const JITTER = 0.2
/** On trial a second failure in a row opens it, after a relapse the first, and for so many answers one more is allowed. */
const ANSWERS_PER_FAILURE = 20
/** One more for each time that this fits into the time since the last answer: where many come, a few failures are little. */
const BUSY_MS = 200
/** So many answers on trial make it trusted: what flaps wastes about one call in twenty, however long its periods are. */
const ANSWERS_OF_TRIAL = 200
/** Failures come back sooner than answers: fresh ones count if they are this share of what was sent since the first. */
const FRESH_SHARE = 0.5

export interface FailureFacts {
  readonly cause: BreakerCause
  /** After the answer had begun. */
  readonly broken: boolean
  /** It was tried again in place after a wait. */
  readonly again: boolean
  /** Of attempts that are sent from now on. */
  readonly era: number
  /** Attempts that were ever sent to the deployment. */
  readonly sent: number
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
      // A probe that was silent for long has told of that time too: the next one is not put off by it.
      return opened(state, settings, { ...facts, sentAt: state.since })
    case 'closed': {
      const { trial } = state
      const consecutive = state.consecutive + (facts.broken ? 0 : 1)
      const retried = state.retried || facts.again
      const breaks = state.breaks + (facts.broken ? 1 : 0)
      const fresh = facts.broken ? state.fresh : oneMore(state.fresh, facts)
      const rateReached = facts.requests >= settings.minRequests && facts.errorRate >= settings.errorRate
      const inARow = Math.max(consecutive, breaks, countOf(fresh, facts.sent))
      if (inARow < failuresAllowed(state, settings, facts.now) && !rateReached) {
        return { ...state, consecutive, retried, breaks, fresh }
      }
      return opened(
        trial === null
          ? { openings: retried ? 1 : 0, relapses: 0 }
          : { openings: trial.openings, relapses: trial.relapses + 1 },
        settings,
        facts,
      )
    }
  }
}

/**
 * An answer to an attempt of this era has begun: a deployment that answers is well, however it came to be tried. It
 * closes, on trial.
 */
export function afterCommit(state: BreakerState, era: number, now: number): Closed {
  if (state.kind !== 'closed') {
    const { openings, relapses } = state
    return { ...CLOSED, trial: { openings, relapses, answers: 0, committedAt: now } }
  }
  const trial = state.trial === null ? null : { ...state.trial, committedAt: now }
  const fresh = state.fresh !== null && era >= state.fresh.era ? null : state.fresh
  if (trial === null && fresh === state.fresh && state.consecutive === 0) return state
  return { ...state, consecutive: 0, retried: false, fresh, trial }
}

/** An answer, of whose beginning it has been told, is complete. */
export function afterSuccess(state: Closed): Closed {
  if (state === CLOSED) return CLOSED
  const { consecutive, fresh } = state
  const answers = (state.trial?.answers ?? 0) + 1
  const trial = state.trial === null || answers >= ANSWERS_OF_TRIAL ? null : { ...state.trial, answers }
  if (consecutive === 0 && fresh === null && trial === null) return CLOSED
  return { ...state, breaks: 0, trial }
}

/** The request about to be sent is the probe if the open time is over. */
export function atDispatch(state: BreakerState, now: number): BreakerState {
  if (state.kind !== 'open' || now < state.until) return state
  const { openings, relapses, cause } = state
  return { kind: 'half_open', since: now, openings, relapses, cause }
}

/** A probe that ended without saying anything, because the client left: the next request probes. */
export function afterUndecided(state: BreakerState, now: number): BreakerState {
  if (state.kind !== 'half_open') return state
  const { since, openings, relapses, cause } = state
  return { kind: 'open', since, until: now, openings, relapses, cause }
}

function opened(
  { openings, relapses }: Episode,
  settings: BreakerSettings,
  { now, random, cause, sentAt = now }: FailureFacts & { readonly sentAt?: number },
): Open {
  const full = Math.min(settings.openMaxMs, settings.openMs * 2 ** openings)
  const openMs = full * (1 - JITTER * random)
  const until = Math.max(now, sentAt + openMs)
  return { kind: 'open', since: now, until, openings: openings + 1, relapses, cause }
}

function failuresAllowed({ trial }: Closed, settings: BreakerSettings, now: number): number {
  if (trial === null) return settings.failures
  const atFirst = trial.relapses === 0 ? 2 : 1
  const earned = Math.floor(trial.answers / ANSWERS_PER_FAILURE)
  const little = Math.floor(BUSY_MS / Math.max(1, now - trial.committedAt))
  return Math.min(settings.failures, atFirst + Math.max(earned, little))
}

function oneMore(fresh: FreshFailures | null, { era, sent }: FailureFacts): FreshFailures {
  if (fresh === null) return { failures: 1, era, sentBefore: sent }
  return { ...fresh, failures: fresh.failures + 1 }
}

function countOf(fresh: FreshFailures | null, sent: number): number {
  if (fresh === null) return 0
  const since = sent - fresh.sentBefore
  return fresh.failures >= FRESH_SHARE * since ? fresh.failures : 0
}
