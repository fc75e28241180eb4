import { Badge, Group, Text } from '@mantine/core'
import type { Health } from '#api/answer'
import { count } from '#format/figures'
import { texts } from '#texts'

const { providers } = texts

/** How many deployments of each region can be used; nothing where there are no regions. */
export function Regions({ regions }: Pick<Health, 'regions'>) {
  const named = regions.filter(({ region }) => region !== null)
  if (named.length === 0) return null
  return (
    <Group gap="xs" component="section" aria-label={providers.regions}>
      <Text size="sm" fw={600}>
        {providers.regions}
      </Text>
      {regions.map(({ region, deployments, healthy, down }) => (
        <Badge
          key={region ?? ''}
          variant="light"
          tt="none"
          size="lg"
          color={down ? 'red' : healthy < deployments ? 'yellow' : 'teal'}
        >
          {region ?? providers.noRegion}: {providers.healthyOf(count(healthy), count(deployments))}
        </Badge>
      ))}
    </Group>
  )
}
