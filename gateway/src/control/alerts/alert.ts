import type { AlertKind } from '@backstay/contract/admin'
import type { LoggedEvent } from '#domain/event'

/** Something that operators want to be told of. */
export interface Alert {
  readonly kind: AlertKind
  /** What it is about: alerts of one kind about the same thing are told once for a while. */
  readonly subject: string
  readonly organisation: string
  /** Milliseconds since the Unix epoch. */
  readonly at: number
  /** One sentence for people. */
  readonly text: string
  readonly data: Readonly<Record<string, unknown>>
}

const FAILED = 500

/** The alert that an event calls for; `null`: none. */
export function alertOf({ event, organisation, at }: LoggedEvent): Alert | null {
  const { kind: _, ...data } = event
  const made = (kind: AlertKind, subject: string, text: string): Alert => ({
    kind,
    subject,
    organisation,
    at,
    text,
    data,
  })
  switch (event.kind) {
    case 'breaker-opened':
      return made(
        event.kind,
        event.deployment,
        `The breaker of ${event.deployment} has opened (${event.class}).`,
      )
    case 'credential-benched':
      return made(
        event.kind,
        event.deployment,
        `The credential of ${event.deployment} is refused by its provider (${event.class}).`,
      )
    case 'request-moved':
      return event.status < FAILED
        ? null
        : made(
            'chain-exhausted',
            event.requestedModel,
            `A request for ${event.requestedModel} failed with ${event.status} although others were tried (${event.classes.join(', ')}).`,
          )
    case 'budget-threshold':
      return made(
        event.kind,
        `${event.budget} ${event.renews} ${event.share}`,
        `The budget of ${event.budget} is used to ${percent(event.share)}: ${usd(event.spentUsd)} of ${usd(event.limitUsd)} per ${event.per}.`,
      )
    case 'config-refused':
      return made(event.kind, 'file', 'A changed configuration was refused; the one before stays in force.')
    case 'store-failing':
      return made(event.kind, 'store', `The store does not take what is written: ${event.message}`)
    default:
      return null
  }
}

/** Tells that more requests moved than should. */
export function shareAlert({
  organisation,
  at,
  share,
  moved,
  requests,
}: {
  readonly organisation: string
  readonly at: number
  readonly share: number
  readonly moved: number
  readonly requests: number
}): Alert {
  return {
    kind: 'fallback-share',
    subject: 'all',
    organisation,
    at,
    text: `${percent(share)} of the last ${requests} requests were not answered where they were sent first.`,
    data: { share, moved, requests },
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}

function usd(amount: number): string {
  return `$${amount.toFixed(2)}`
}
