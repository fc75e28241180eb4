import { GatewayError } from '#domain/errors'

/** What a request says of the page that made a browser send it. */
export interface PageHeaders {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly site: string | undefined
}

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site may have made a browser send: browsers send cookies along with it, and tell where it came
 * from. `own` is where the console is, if that is known; else it is on the host that was asked.
 *
 * @throws GatewayError - 403.
 */
export function requireSameOrigin({ method, host, origin, site }: PageHeaders, own: string | null): void {
  if (HARMLESS.has(method)) return
  if (origin === undefined) {
    // Browsers leave it out for none of the methods that change something; some tools that act for one do.
    if (site === 'same-origin') return
    throw new GatewayError('origin_not_allowed', { param: 'origin' })
  }
  if (own === null ? hostOf(origin) === host : origin === own) return
  const message = `This came from a page of ${origin.slice(0, 200)}, not from the console of this gateway.`
  throw new GatewayError('origin_not_allowed', { message, param: 'origin' })
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}
