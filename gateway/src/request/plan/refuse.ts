import type { GatewayErrorCode } from '#domain/errors'
import type { Admitted, Refusal, Skipped } from '#domain/request'
import type { Exclusion, ExclusionKind } from './eligible.ts'

const EXCLUSION_CODES: Readonly<Record<ExclusionKind, GatewayErrorCode>> = {
  limit: 'no_capacity',
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

/** Every entry of the list in force was skipped: not granted, of another type, or unknown. */
export function nothingPermitted(skipped: readonly Skipped[]): Refusal {
  const message = `Policy leaves no model for this request (${named(skipped)}).`
  return { ...refusal('not_permitted', message), skipped }
}

/** Only under `fail_closed`: otherwise our own bookkeeping alone never fails a request. A limit that ends comes first. */
export function allUnhealthy(excluded: readonly Exclusion[], skipped: readonly Skipped[]): Refusal {
  if (excluded.some(({ kind }) => kind === 'limit')) return nothingEligible(excluded, skipped)
  const message = `Every deployment is unhealthy and fail_closed is set (${named(skipped)}).`
  return { ...refusal('nothing_eligible', message), skipped }
}

/** Status by the first of limit, ability and policy that occurs; disabled ones count only if there is nothing else. */
export function nothingEligible(excluded: readonly Exclusion[], skipped: readonly Skipped[]): Refusal {
  const kind = (['limit', 'ability', 'policy'] as const).find((wanted) =>
    excluded.some((exclusion) => exclusion.kind === wanted),
  )
  const waits = excluded.map(({ retryAfterMs }) => retryAfterMs).filter((wait) => wait !== null)
  const message = `No deployment may be used for this request (${named(skipped)}).`
  return {
    ...refusal(EXCLUSION_CODES[kind ?? 'disabled'], message),
    retryAfterMs: kind === 'limit' ? Math.min(...waits) : null,
    skipped,
  }
}

function refusal(code: Refusal['code'], message: string): Refusal {
  return { kind: 'refused', code, message, retryAfterMs: null, skipped: [] }
}

function named(skipped: readonly Skipped[]): string {
  return skipped.map(({ deployment, reason }) => `${deployment}: ${reason}`).join('; ')
}
