import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '#domain/clock'
import type { ControlDatabase } from '#store/control-database'
import type { ServiceTokenTable } from '#store/people-schema'
import type { Role } from '../actor.ts'
import type { Authenticator } from '../authenticate.ts'
import { bearerToken } from '../authenticate.ts'
import { roleOf } from './organisations.ts'

/** Tells service tokens from other secrets, also in what scans for leaked ones. */
const PREFIX = 'bst_'

/** So often at most is it written down when a token was used. */
const USED_EVERY_MS = 60_000

export interface NewServiceToken {
  readonly organisation: string
  readonly name: string
  readonly role: Role
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number | null
}

/** A token and its row; only its hash is stored. */
export function newServiceToken(asked: NewServiceToken): { token: string; row: ServiceTokenTable } {
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`
  const row: ServiceTokenTable = {
    id: randomUUID(),
    organisation: asked.organisation,
    name: asked.name,
    sha256: sha256Of(token),
    role: asked.role,
    created_by: asked.createdBy,
    created_at: asked.createdAt,
    expires_at: asked.expiresAt,
    last_used_at: null,
    revoked_at: null,
  }
  return { token, row }
}

/** Programs, by the tokens that were made for them; each is good for one organisation. */
export function serviceTokenAuthenticator(database: ControlDatabase, clock: Clock): Authenticator {
  return async (credentials) => {
    const presented = bearerToken(credentials)
    if (presented?.startsWith(PREFIX) !== true) return null
    const row = await database
      .selectFrom('service_tokens')
      .selectAll()
      .where('sha256', '=', sha256Of(presented))
      .executeTakeFirst()
    const now = clock.wallMs()
    if (row === undefined || stateOf(row, now) !== 'active') return null
    if (now - (row.last_used_at ?? 0) >= USED_EVERY_MS) {
      await database
        .updateTable('service_tokens')
        .set({ last_used_at: now })
        .where('id', '=', row.id)
        .execute()
    }
    return {
      kind: 'service-token',
      id: row.id,
      name: row.name,
      ambient: false,
      home: row.organisation,
      roleIn: (organisation) => (organisation === row.organisation ? roleOf(row.role) : null),
    }
  }
}

export function stateOf(
  { revoked_at: revoked, expires_at: expires }: ServiceTokenTable,
  now: number,
): 'active' | 'expired' | 'revoked' {
  if (revoked !== null) return 'revoked'
  return expires !== null && expires <= now ? 'expired' : 'active'
}

function sha256Of(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
