import { queryOptions } from '@tanstack/react-query'
import type { Answer } from './answer.ts'
import { answered, api } from './client.ts'
import { ORGANISATION } from './organisation.ts'

export type Member = Answer<'members'>['data'][number]
export type Role = Member['role']
export type ServiceToken = Answer<'service-tokens'>['data'][number]

const PAGE = { limit: 500 }

/** Who belongs to the organisation, and who was invited. */
export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: ({ signal }) =>
    answered(
      api.GET('/api/organisations/{organisationId}/members', {
        params: { path: ORGANISATION, query: PAGE },
        signal,
      }),
    ),
})

/** The tokens of programs. */
export const serviceTokensQuery = queryOptions({
  queryKey: ['service-tokens'],
  queryFn: ({ signal }) =>
    answered(
      api.GET('/api/organisations/{organisationId}/service-tokens', {
        params: { path: ORGANISATION, query: PAGE },
        signal,
      }),
    ),
})

interface Invitation {
  readonly email: string
  readonly name?: string
  readonly role: Role
}

/** Invites somebody; the answer has the link that lets them in, this once. */
export function invite(body: Invitation) {
  return answered(
    api.POST('/api/organisations/{organisationId}/members', { params: { path: ORGANISATION }, body }),
  )
}

export function changeRole({ id }: Pick<Member, 'id'>, role: Role) {
  return answered(
    api.PATCH('/api/organisations/{organisationId}/members/{memberId}', {
      params: { path: { ...ORGANISATION, memberId: id } },
      body: { role },
    }),
  )
}

export function removeMember({ id }: Pick<Member, 'id'>) {
  return answered(
    api.DELETE('/api/organisations/{organisationId}/members/{memberId}', {
      params: { path: { ...ORGANISATION, memberId: id } },
    }),
  )
}

/** Makes a token for a program; the answer has it, this once. */
export function createServiceToken(body: {
  readonly name: string
  readonly role: Role
  readonly expiresAt?: string
}) {
  return answered(
    api.POST('/api/organisations/{organisationId}/service-tokens', { params: { path: ORGANISATION }, body }),
  )
}

export function revokeServiceToken({ id }: Pick<ServiceToken, 'id'>) {
  return answered(
    api.DELETE('/api/organisations/{organisationId}/service-tokens/{tokenId}', {
      params: { path: { ...ORGANISATION, tokenId: id } },
    }),
  )
}
