import { Center, Loader } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { answered, api, onAccessChanged, onSignedOut } from '#api/client'
import { sessionQuery } from '#api/queries'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'
import { FirstPassword } from './first-password.tsx'
import { Nowhere } from './nowhere.tsx'
import { SignIn } from './sign-in.tsx'

/** What a one-time link carries behind `#`; it is taken out of the address, so that nobody finds it there. */
const linkToken = new URLSearchParams(window.location.hash.slice(1)).get('link')
if (linkToken !== null) window.history.replaceState(null, '', '/console')

/** Shows what is inside to those who are signed in, and the way in to everybody else. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient()
  const link = useQuery({
    // Part of the session: it works once, so nothing that happens later may ask it again.
    queryKey: ['session', 'link'],
    queryFn: () => answered(api.POST('/api/auth/sign-in/link', { body: { token: linkToken ?? '' } })),
    enabled: linkToken !== null,
    retry: false,
    staleTime: 'static',
    gcTime: Number.POSITIVE_INFINITY,
  })
  const tried = linkToken === null || !link.isPending
  const session = useQuery({ ...sessionQuery, enabled: tried })
  const [postponed, setPostponed] = useState(false)
  useEffect(() => onSignedOut(() => queries.setQueryData(sessionQuery.queryKey, null)), [queries])
  useEffect(
    () => onAccessChanged(() => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey })),
    [queries],
  )
  if (session.isPending) {
    return (
      <Center h="100vh">
        <Loader aria-label={texts.shell.loading} />
      </Center>
    )
  }
  if (session.isError) return <ErrorNote error={session.error} onRetry={() => void session.refetch()} />
  if (session.data === null) return <SignIn problem={link.error?.message} />
  if (session.data.passwordSet === false && !postponed) {
    return <FirstPassword session={session.data} onLater={() => setPostponed(true)} />
  }
  if (session.data.organisations.length === 0) return <Nowhere />
  return children
}
