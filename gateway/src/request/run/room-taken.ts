import { ERROR_CODES } from '#domain/errors'
import type { Refusal } from '#domain/request'
import type { Answered } from '#domain/run'

/** Others took the room between planning and sending, and the request may wait for more: as planning would have said it. */
export function roomTaken({ planned, result, skipped }: Answered): Refusal | null {
  const { queue, steps } = planned.plan
  if (result.kind !== 'full' || queue === null) return null
  const full = steps.map(({ deployment }) => deployment.id)
  return {
    kind: 'refused',
    code: 'no_capacity',
    message: ERROR_CODES.no_capacity.message,
    retryAfterMs: result.retryAfterMs,
    skipped,
    waiting: { ...queue, full, roomInMs: result.retryAfterMs },
  }
}
