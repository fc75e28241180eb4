import { createHash, timingSafeEqual } from 'node:crypto'
import { GatewayError } from '#domain/errors'
import type { Actor } from './actor.ts'

/** What a request shows of who sent it. */
export interface Credentials {
  readonly authorization: string | undefined
}

/** One way to sign in; `null`: not this way. Sessions of people will be another. */
export type Authenticator = (credentials: Credentials) => Actor | null | Promise<Actor | null>

const BEARER = /^bearer +(?<token>[^\s]+) *$/iu

/** The token that a request bears; `null` without one. */
export function bearerToken({ authorization }: Credentials): string | null {
  return BEARER.exec(authorization ?? '')?.groups?.['token'] ?? null
}

/** Takes as long for every wrong token, whatever its length. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

/** The owner of an organisation, by the token of the environment. */
export function tokenAuthenticator(token: string, organisation: () => string): Authenticator {
  return (credentials) => {
    const presented = bearerToken(credentials)
    if (presented === null || !isSameSecret(presented, token)) return null
    return {
      kind: 'admin-token',
      id: 'admin-token',
      name: 'Admin token',
      role: 'owner',
      organisation: organisation(),
    }
  }
}

/**
 * Who asks, by the first way that knows.
 *
 * @throws GatewayError - 401, with what to do.
 */
export async function authenticate(
  credentials: Credentials,
  authenticators: readonly Authenticator[],
): Promise<Actor> {
  if (authenticators.length === 0) throw new GatewayError('admin_api_off')
  for (const known of authenticators) {
    const actor = await known(credentials)
    if (actor !== null) return actor
  }
  throw new GatewayError('not_signed_in')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
