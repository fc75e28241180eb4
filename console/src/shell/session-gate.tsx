import { Center, Loader } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { onSignedOut } from '#api/client'
import { sessionQuery } from '#api/queries'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'
import { SignIn } from './sign-in.tsx'

/** Shows what is inside to those who are signed in, and the way in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient()
  const session = useQuery(sessionQuery)
  useEffect(() => onSignedOut(() => queries.setQueryData(sessionQuery.queryKey, null)), [queries])
  if (session.isPending) {
    return (
      <Center h="100vh">
        <Loader aria-label={texts.shell.loading} />
      </Center>
    )
  }
  if (session.isError) return <ErrorNote error={session.error} onRetry={() => void session.refetch()} />
  return session.data === null ? <SignIn /> : children
}
