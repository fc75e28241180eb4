import { Center, Loader } from '@mantine/core'
import { texts } from '#texts'

/** Something is on its way. */
export function Waiting() {
  return (
    <Center py="xl">
      <Loader aria-label={texts.shell.loading} role="status" />
    </Center>
  )
}
