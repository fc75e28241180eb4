import { Button } from '@mantine/core'
import { useSignOut } from '#api/use-sign-out'
import { texts } from '#texts'
import { Door } from './door.tsx'

const words = texts.shell.nowhere

/** For those who are signed in and belong to no organisation, or no longer. */
export function Nowhere() {
  const signOut = useSignOut()
  return (
    <Door title={words.title} about={words.about}>
      <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
        {texts.shell.signOut}
      </Button>
    </Door>
  )
}
