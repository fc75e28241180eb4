import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { adminToken } from './admin-token.ts'
import { answered, api } from './client.ts'
import { sessionQuery } from './queries.ts'

/** Ends the session; nothing of what was shown is kept. */
export function useSignOut() {
  const queries = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  return useMutation({
    mutationFn: async () => {
      if (session?.kind === 'person') await answered(api.POST('/api/auth/sign-out'))
      adminToken.clear()
    },
    onSuccess: () => {
      queries.setQueryData(sessionQuery.queryKey, null)
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] })
    },
  })
}
