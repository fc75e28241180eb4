import type { memberSchema } from '@backstay/contract/admin'
import type { z } from 'zod'
import type { Clock } from '#domain/clock'
import { GatewayError } from '#domain/errors'
import type { ControlDatabase } from '#store/control-database'
import type { Role } from '../actor.ts'
import { isAtMost } from '../actor.ts'
import { roleOf } from './organisations.ts'

/** Somebody who belongs to an organisation, or was invited to. */
export type Member = z.output<typeof memberSchema>

export interface MemberFilter {
  readonly organisation: string
  /** Only those behind the one with this id. */
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Members and open invitations of one organisation, together, by id. */
export async function listMembers(
  database: ControlDatabase,
  clock: Clock,
  { organisation, cursor, limit }: MemberFilter,
): Promise<Member[]> {
  const after = cursor ?? ''
  const members = await activeMembers(database, organisation)
    .where('members.id', '>', after)
    .orderBy('members.id')
    .limit(limit)
    .execute()
  const invited = await invitations(database, clock, organisation)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return [...members.map(activeMember), ...invited.map(invitedMember)]
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .slice(0, limit)
}

/** @throws GatewayError - 404. */
export async function findMember(
  database: ControlDatabase,
  clock: Clock,
  { organisation, id }: { readonly organisation: string; readonly id: string },
): Promise<Member> {
  const member = await activeMembers(database, organisation).where('members.id', '=', id).executeTakeFirst()
  if (member !== undefined) return activeMember(member)
  const invited = await invitations(database, clock, organisation).where('id', '=', id).executeTakeFirst()
  if (invited !== undefined) return invitedMember(invited)
  const message = `There is no member and no invitation "${id}".`
  throw new GatewayError('resource_not_found', { message, param: 'memberId' })
}

/**
 * Refuses to touch those who are more than whoever asks.
 *
 * @throws GatewayError - 403.
 */
export function requireNotAbove(role: Role, most: Role): void {
  if (isAtMost(role, most)) return
  const message = `The role ${most} cannot make or change an ${role}.`
  throw new GatewayError('role_insufficient', { message, param: 'role' })
}

/**
 * Refuses to leave an organisation without an owner; call it after the change, in its transaction.
 *
 * @throws GatewayError - 409.
 */
export async function requireOwner(within: ControlDatabase, organisation: string): Promise<void> {
  const owner = await within
    .selectFrom('members')
    .select('id')
    .where('organisation', '=', organisation)
    .where('role', '=', 'owner')
    .limit(1)
    .executeTakeFirst()
  if (owner === undefined) throw new GatewayError('last_owner')
}

function activeMembers(database: ControlDatabase, organisation: string) {
  return database
    .selectFrom('members')
    .innerJoin('people', 'people.id', 'members.person')
    .select([
      'members.id',
      'members.person',
      'members.role',
      'members.created_at',
      'people.email',
      'people.name',
    ])
    .where('members.organisation', '=', organisation)
}

function invitations(database: ControlDatabase, clock: Clock, organisation: string) {
  return database
    .selectFrom('sign_in_links')
    .select(['id', 'email', 'name', 'role', 'created_at', 'expires_at'])
    .where('organisation', '=', organisation)
    .where('purpose', '=', 'invitation')
    .where('expires_at', '>', clock.wallMs())
}

function activeMember(row: {
  readonly id: string
  readonly person: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly created_at: number
}): Member {
  const { id, person, email, name, role, created_at: since } = row
  return { id, state: 'active', person, email, name, role: roleOf(role), since, expiresAt: null }
}

function invitedMember(row: {
  readonly id: string
  readonly email: string | null
  readonly name: string | null
  readonly role: string | null
  readonly created_at: number
  readonly expires_at: number
}): Member {
  const { id, email, name, role, created_at: since, expires_at: expiresAt } = row
  return {
    id,
    state: 'invited',
    person: null,
    email: email ?? '',
    name: name ?? '',
    role: roleOf(role ?? ''),
    since,
    expiresAt,
  }
}
