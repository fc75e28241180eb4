import { Badge, Indicator } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { healthQuery } from '#api/queries'
import { currentConnection, listenToEvents, watchConnection } from '#api/live-events'
import { texts } from '#texts'

const COLORS = { live: 'teal', connecting: 'gray', lost: 'red' } as const
/** Many events at once are one look at the states. */
const GATHER_MS = 250

/** Says whether events come in, and has the states looked at when one does. */
export function LiveMark() {
  const connection = useSyncExternalStore(watchConnection, currentConnection)
  const queries = useQueryClient()
  useEffect(() => {
    let waiting: number | undefined
    const stop = listenToEvents(() => {
      waiting ??= window.setTimeout(() => {
        waiting = undefined
        void queries.invalidateQueries({ queryKey: healthQuery.queryKey })
      }, GATHER_MS)
    })
    return () => {
      window.clearTimeout(waiting)
      stop()
    }
  }, [queries])
  return (
    <Badge
      variant="default"
      size="lg"
      tt="none"
      fw={500}
      role="status"
      leftSection={
        <Indicator
          color={COLORS[connection]}
          size={8}
          processing={connection === 'live'}
          position="middle-center"
          w={10}
          h={10}
        />
      }
    >
      {texts.shell.live[connection]}
    </Badge>
  )
}
