import { SimpleGrid } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listenToEvents } from '#api/live-events'
import { healthQuery, MAX_MOVES, movesQuery } from '#api/queries'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { DeploymentTiles } from './deployment-tiles.tsx'
import { FallbackChart } from './fallback-chart.tsx'
import { LatestFallbacks } from './latest-fallbacks.tsx'
import { RightNow } from './right-now.tsx'
import { Traffic } from './traffic.tsx'

/** The first screen: is anything failing over right now, to what, and why. */
export function Page() {
  const health = useQuery(healthQuery)
  const moves = useQuery(movesQuery)
  const queries = useQueryClient()
  useEffect(
    () =>
      listenToEvents((event) => {
        if (event.kind !== 'request-moved') return
        queries.setQueryData(movesQuery.queryKey, (known) =>
          known === undefined || known.some(({ id }) => id === event.id)
            ? known
            : [event, ...known].slice(0, MAX_MOVES),
        )
      }),
    [queries],
  )
  return (
    <Frame title={texts.overview.title} about={texts.overview.about}>
      <Loaded query={health}>
        {(data) => (
          <>
            <RightNow health={data} moves={moves.data ?? []} />
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="lg">
              <LatestFallbacks moves={moves.data ?? []} />
              <FallbackChart moves={moves.data ?? []} now={data.at} />
            </SimpleGrid>
            <Traffic />
            <DeploymentTiles health={data} />
          </>
        )}
      </Loaded>
    </Frame>
  )
}
