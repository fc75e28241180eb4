import { useQuery } from '@tanstack/react-query'
import { healthQuery } from '#api/queries'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { DeploymentTiles } from './deployment-tiles.tsx'

/** The first screen: how everything is doing. */
export function Page() {
  const health = useQuery(healthQuery)
  return (
    <Frame title={texts.overview.title} about={texts.overview.about}>
      <Loaded query={health}>{(data) => <DeploymentTiles health={data} />}</Loaded>
    </Frame>
  )
}
