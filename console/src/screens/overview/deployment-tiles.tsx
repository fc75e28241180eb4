import { Card, Group, SegmentedControl, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import { memo, useDeferredValue, useState } from 'react'
import type { DeploymentHealth, Health } from '#api/answer'
import { count, duration, percent } from '#format/figures'
import { EmptyState } from '#parts/empty-state'
import { StateBadge, stateColor } from '#parts/state-badge'
import { texts } from '#texts'

const words = texts.overview.filter
/** From so many on somebody looks for one by its name. */
const MANY = 8
/** More are not seen at once; the filter finds the others. */
const MOST = 120

/** One tile per deployment. */
export function DeploymentTiles({ health }: { readonly health: Health }) {
  const [looked, look] = useState('')
  const [only, setOnly] = useState<'all' | 'trouble'>('all')
  const total = health.deployments.length
  const trouble = health.deployments.filter(({ state }) => state !== 'healthy')
  // Typing comes first, the tiles follow.
  const wanted = useDeferredValue(looked.trim().toLowerCase())
  const shown = (only === 'all' ? health.deployments : trouble).filter(({ deployment }) =>
    deployment.toLowerCase().includes(wanted),
  )
  if (total === 0) {
    return <EmptyState icon={IconStack2} title={texts.overview.none} hint={texts.overview.noneHint} />
  }
  return (
    <Stack gap="sm" component="section" aria-labelledby="deployments">
      <Group justify="space-between">
        <Title order={2} size="h4" id="deployments">
          {texts.overview.deployments}
        </Title>
        <Group gap="xs">
          {total > MANY && (
            <TextInput
              aria-label={words.label}
              placeholder={words.label}
              value={looked}
              onChange={(event) => look(event.currentTarget.value)}
            />
          )}
          <SegmentedControl
            value={only}
            onChange={(value) => setOnly(value === 'trouble' ? 'trouble' : 'all')}
            data={[
              { value: 'all', label: words.all(count(total)) },
              { value: 'trouble', label: words.trouble(count(trouble.length)) },
            ]}
          />
        </Group>
      </Group>
      {shown.length === 0 && (
        <Text size="sm" c="dimmed">
          {words.nothing}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
        {shown.slice(0, MOST).map((deployment) => (
          <Tile key={deployment.id} deployment={deployment} leftMs={leftOf(deployment, health.at)} />
        ))}
      </SimpleGrid>
      {shown.length > MOST && (
        <Text size="sm" c="dimmed">
          {words.more(count(MOST), count(shown.length))}
        </Text>
      )}
    </Stack>
  )
}

/** Until its state ends; the same for all of which that is not known. */
function leftOf({ until }: DeploymentHealth, now: number): number | null {
  return until === null ? null : until - now
}

interface TileProps {
  readonly deployment: DeploymentHealth
  readonly leftMs: number | null
}

/** Rendered again only when something of it has changed. */
const Tile = memo(({ deployment, leftMs }: TileProps) => {
  const { state, firstTokenMs, class: failure } = deployment
  const figures: readonly (readonly [string, string])[] = [
    [texts.overview.errorRate, percent(deployment.errorRate)],
    [texts.overview.firstToken, `${duration(firstTokenMs?.p50)} / ${duration(firstTokenMs?.p95)}`],
    [texts.overview.tokensLeft, count(deployment.tokensLeft)],
    [texts.overview.inFlight, count(deployment.inFlight)],
  ]
  return (
    <Card
      withBorder
      padding="sm"
      style={{ borderLeft: `3px solid var(--mantine-color-${stateColor(state)}-6)` }}
    >
      <Stack gap={6}>
        <Text fw={600} size="sm" truncate title={deployment.deployment}>
          {deployment.deployment}
        </Text>
        <Group gap="xs">
          <StateBadge state={state} />
          {failure !== null && (
            <Text size="xs" c="dimmed">
              {texts.overview.why(failure)}
            </Text>
          )}
          {leftMs !== null && (
            <Text size="xs" c="dimmed">
              {texts.overview.left(duration(leftMs))}
            </Text>
          )}
        </Group>
        {figures.map(([label, value]) => (
          <Group key={label} justify="space-between" wrap="nowrap" gap="xs">
            <Text size="xs" c="dimmed">
              {label}
            </Text>
            <Text size="xs">{value}</Text>
          </Group>
        ))}
      </Stack>
    </Card>
  )
})
Tile.displayName = 'Tile'
