import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { membersQuery, serviceTokensQuery } from '#api/members'
import { texts } from '#texts'

/** What people call those whom versions know by their ids. */
export function useActorName(): (id: string) => string {
  const members = useQuery(membersQuery).data?.data
  const tokens = useQuery(serviceTokensQuery).data?.data
  return useCallback(
    (id) => {
      const person = members?.find((member) => member.person === id)
      if (person !== undefined) return person.name === '' ? person.email : person.name
      const known = texts.events.actors as Readonly<Record<string, string | undefined>>
      return tokens?.find((token) => token.id === id)?.name ?? known[id] ?? id
    },
    [members, tokens],
  )
}
