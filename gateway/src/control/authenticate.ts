import { createHash, timingSafeEqual } from 'node:crypto'
import { GatewayError } from '#domain/errors'
import type { ActorKind, Role } from './actor.ts'

/** What a request shows of who sent it. */
export interface Credentials {
  readonly authorization: string | undefined
  readonly cookie: string | undefined
}

/** Who sent a request. */
export interface Identity {
  readonly kind: ActorKind
  /** As events and audit logs name it. */
  readonly id: string
  /** As people know it. */
  readonly name: string
  /** Browsers send it along by themselves, also where another site asks them to. */
  readonly ambient: boolean
  /** Where it belongs when a route names no organisation; `null`: nowhere. */
  readonly home: string | null
  /** What it is there; `null`: nothing, or there is no such organisation. */
  readonly roleIn: (organisation: string) => Role | null | Promise<Role | null>
}

/** One way to sign in; `null`: not this way. */
export type Authenticator = (credentials: Credentials) => Identity | null | Promise<Identity | null>

const BEARER = /^bearer +(?<token>[^\s]+) *$/iu

/** The token that a request bears; `null` without one. */
export function bearerToken({ authorization }: Pick<Credentials, 'authorization'>): string | null {
  return BEARER.exec(authorization ?? '')?.groups?.['token'] ?? null
}

/** Takes as long for every wrong token, whatever its length. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

export interface AdminTokenOptions {
  readonly token: string
  /** The organisation of the file. */
  readonly organisation: () => string
  /** Is there such an organisation in the store. */
  readonly exists: (organisation: string) => Promise<boolean>
}

/** The owner of every organisation, by the token of the environment. */
export function adminTokenAuthenticator({ token, organisation, exists }: AdminTokenOptions): Authenticator {
  return (credentials) => {
    const presented = bearerToken(credentials)
    if (presented === null || !isSameSecret(presented, token)) return null
    return {
      kind: 'admin-token',
      id: 'admin-token',
      name: 'Admin token',
      ambient: false,
      home: organisation(),
      // Whoever holds it gets in also while the store is away.
      roleIn: async (asked) => (asked === organisation() || (await exists(asked)) ? 'owner' : null),
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
): Promise<Identity> {
  for (const known of authenticators) {
    const identity = await known(credentials)
    if (identity !== null) return identity
  }
  throw new GatewayError('not_signed_in')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
