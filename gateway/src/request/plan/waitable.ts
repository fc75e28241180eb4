import type { Waitable } from '#domain/queue'
import type { Accepted, Refusal } from '#domain/request'
import type { Candidate } from './candidate.ts'
import { timeoutsAt } from './candidate.ts'
import type { Prepared } from './prepare.ts'

/** Where a request may wait for room, and until when; `null`: nowhere. */
export function waitableOf(prepared: Prepared, accepted: Accepted): Waitable | null {
  const [first] = prepared.candidates
  const place = first?.deployments[0]
  const settings = prepared.policy.queue
  if (settings === null || first === undefined || place === undefined) return null
  const { totalMs, minAttemptMs } = timeoutsAt(first, place)
  const { commitWithinMs } = deadlinesOf(accepted, totalMs)
  const tooLateAt = accepted.receivedAt + commitWithinMs - minAttemptMs
  return { queue: prepared.queue, settings, tooLateAt }
}

/** Limits of a whole request, counted from arrival: until all of it is answered, and until the answer begins. */
export function deadlinesOf(
  { controls }: Accepted,
  totalMs: number,
): { readonly deadlineMs: number; readonly commitWithinMs: number } {
  const allowed = Math.min(totalMs, controls.timeouts.totalMs ?? totalMs)
  const deadlineMs = Math.min(allowed, controls.deadlineMs ?? allowed)
  return { deadlineMs, commitWithinMs: Math.min(deadlineMs, controls.patienceMs ?? deadlineMs) }
}

/** A refusal that may be waited out: until one of those that are full has room. */
export function untilRoom(
  refused: Refusal,
  waitable: Waitable | null,
  candidates: readonly Candidate[],
): Refusal {
  if (waitable === null || refused.code !== 'no_capacity') return refused
  const full = candidates.flatMap(({ deployments }) => deployments.map(({ id }) => id))
  return { ...refused, waiting: { ...waitable, full, roomInMs: refused.retryAfterMs } }
}
