import { Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { IconStack2 } from '@tabler/icons-react'
import type { DeploymentHealth, Health } from '#api/answer'
import { count, duration, percent } from '#format/figures'
import { EmptyState } from '#parts/empty-state'
import { StateBadge, stateColor } from '#parts/state-badge'
import { texts } from '#texts'

/** One tile per deployment. */
export function DeploymentTiles({ health }: { readonly health: Health }) {
  if (health.deployments.length === 0) {
    return <EmptyState icon={IconStack2} title={texts.overview.none} hint={texts.overview.noneHint} />
  }
  return (
    <Stack gap="sm" component="section" aria-labelledby="deployments">
      <Title order={2} size="h4" id="deployments">
        {texts.overview.deployments}
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3, xl: 4 }} spacing="sm">
        {health.deployments.map((deployment) => (
          <Tile key={deployment.id} deployment={deployment} now={health.at} />
        ))}
      </SimpleGrid>
    </Stack>
  )
}

function Tile({ deployment, now }: { readonly deployment: DeploymentHealth; readonly now: number }) {
  const { state, until, firstTokenMs } = deployment
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
          {until !== null && (
            <Text size="xs" c="dimmed">
              {texts.overview.left(duration(until - now))}
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
}
