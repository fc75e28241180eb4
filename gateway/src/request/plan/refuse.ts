import type { BudgetRefusal } from '#domain/budget'
import type { GatewayErrorCode } from '#domain/errors'
import type { ModelType } from '#domain/model-type'
import type { TurnEnd, Waitable } from '#domain/queue'
import type { Admitted, Refusal, Skipped } from '#domain/request'
import type { Exclusion, ExclusionKind } from './eligible.ts'

const EXCLUSION_CODES: Readonly<Record<ExclusionKind, GatewayErrorCode>> = {
  limit: 'no_capacity',
  budget: 'budget_exhausted',
  disabled: 'nothing_eligible',
  ability: 'request_cannot_be_served',
  policy: 'not_permitted',
}

export function unknownName({ accepted }: Admitted): Refusal {
  return refusal('model_not_found', `No model or chain is called "${accepted.requested}".`)
}

export function notGranted({ accepted, key }: Admitted): Refusal {
  const message = `The API key "${key.name}" may not use "${accepted.requested}".`
  return refusal('model_not_granted', message)
}

/** A chat model was asked for embeddings, or the like. */
export function wrongType({ accepted }: Admitted, type: ModelType): Refusal {
  const message = `"${accepted.requested}" is a model of type ${type}; this endpoint is for models of type ${accepted.type}.`
  return refusal('request_cannot_be_served', message)
}

/** Every entry of the list in force was skipped: not granted, of another type, or unknown. */
export function nothingPermitted(skipped: readonly Skipped[]): Refusal {
  const message = `Policy leaves no model for this request (${named(skipped)}).`
  return { ...refusal('not_permitted', message), skipped }
}

/** Only under `fail_closed`: otherwise our own bookkeeping alone never fails a request. A limit that ends comes first. */
export function allUnhealthy(
  excluded: readonly Exclusion[],
  { skipped, soonestMs }: { readonly skipped: readonly Skipped[]; readonly soonestMs: number },
): Refusal {
  if (excluded.some(({ kind }) => kind === 'limit')) return nothingEligible(excluded, skipped)
  const message = `Every deployment is unhealthy and fail_closed is set (${named(skipped)}).`
  const retryAfterMs = Number.isFinite(soonestMs) ? soonestMs : null
  return { ...refusal('nothing_eligible', message), retryAfterMs, skipped }
}

/** A budget that blocks has no room for what was asked for. */
export function overBudget({ message, renewsInMs }: BudgetRefusal, skipped: readonly Skipped[]): Refusal {
  return { ...refusal('budget_exhausted', message), retryAfterMs: renewsInMs, skipped }
}

/** Status by the first of limit, budget, ability and policy that occurs; disabled ones count only if there is nothing else. */
export function nothingEligible(excluded: readonly Exclusion[], skipped: readonly Skipped[]): Refusal {
  const kind = (['limit', 'budget', 'ability', 'policy'] as const).find((wanted) =>
    excluded.some((exclusion) => exclusion.kind === wanted),
  )
  const decisive = excluded.filter((exclusion) => exclusion.kind === kind)
  const waits = decisive.map(({ retryAfterMs }) => retryAfterMs).filter((wait) => wait !== null)
  const message = decisive[0]?.message ?? `No deployment may be used for this request (${named(skipped)}).`
  return {
    ...refusal(EXCLUSION_CODES[kind ?? 'disabled'], message),
    retryAfterMs: waits.length === 0 ? null : Math.min(...waits),
    skipped,
  }
}

/** Others wait already for the same candidates, and whoever came first is served first. */
export function othersFirst(waitable: Waitable, retryAfterMs: number, skipped: readonly Skipped[]): Refusal {
  const waiting = { ...waitable, full: [], roomInMs: null }
  const message = 'Every deployment that could answer has reached its limit, and others wait already.'
  return { ...refusal('no_capacity', message), retryAfterMs, skipped, waiting }
}

/** What a request is told that has waited in vain. */
export function afterWaiting(refused: Refusal, end: Exclude<TurnEnd, 'room'>, retryAfterMs: number): Refusal {
  switch (end) {
    case 'late':
      return { ...refused, retryAfterMs }
    case 'gone':
      return {
        ...refusal('hung_up', 'The client went away while it waited for room.'),
        skipped: refused.skipped,
      }
    case 'draining':
      return { ...refusal('draining', 'This gateway is shutting down.'), skipped: refused.skipped }
  }
}

function refusal(code: Refusal['code'], message: string): Refusal {
  return { kind: 'refused', code, message, retryAfterMs: null, skipped: [], waiting: null }
}

function named(skipped: readonly Skipped[]): string {
  return skipped.map(({ deployment, reason }) => `${deployment}: ${reason}`).join('; ')
}
