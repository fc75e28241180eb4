import { Box, Card, Group, Stack, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { DeploymentHealth, Health } from '#api/answer'
import { placesOfStep } from '#api/places'
import { StateBadge } from '#parts/state-badge'
import { texts } from '#texts'
import { inOrder } from './chain-body.ts'
import type { ChainBody } from '#api/chains'

interface ChainDrawingProps {
  readonly chain: Pick<ChainBody, 'models'>
  readonly health: Health | undefined
}

/** The steps of a chain from the first to the last, each with how it is doing now. */
export function ChainDrawing({ chain, health }: ChainDrawingProps) {
  return (
    <Group component="ol" gap="xs" p={0} m={0} align="stretch" style={{ listStyle: 'none' }}>
      {inOrder(chain.models).map((step, index) => (
        <Group component="li" key={index} gap="xs" wrap="nowrap">
          {index > 0 && (
            <Box c="dimmed" style={{ display: 'flex' }}>
              <IconArrowRight size={18} aria-hidden />
            </Box>
          )}
          <Step step={step} number={index + 1} health={health} />
        </Group>
      ))}
    </Group>
  )
}

interface StepProps {
  readonly step: ChainBody['models'][number]
  readonly number: number
  readonly health: Health | undefined
}

function Step({ step, number, health }: StepProps) {
  const places = placesOfStep(step, health?.deployments ?? [])
  return (
    <Card withBorder padding="xs" radius="sm" h="100%">
      <Stack gap={4}>
        <Text size="xs" c="dimmed">
          {number === 1 ? texts.chains.primary : texts.chains.step(number)}
          {step.provider !== undefined && ` · ${step.provider}`}
        </Text>
        <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
          {step.model}
        </Text>
        <Standing places={places} />
      </Stack>
    </Card>
  )
}

/** How the deployments of a step are doing: the best one serves, so its state is the step's. */
function Standing({ places }: { readonly places: readonly DeploymentHealth[] }) {
  const best = places.toSorted((a, b) => RANKS.indexOf(a.state) - RANKS.indexOf(b.state))[0]
  if (best === undefined) {
    return (
      <Text size="xs" c="dimmed">
        {texts.chains.notYet}
      </Text>
    )
  }
  const well = places.filter(({ state }) => state === 'healthy').length
  return (
    <Group gap={6}>
      <StateBadge state={best.state} />
      {places.length > 1 && (
        <Text size="xs" c="dimmed">
          {texts.chains.well(well, places.length)}
        </Text>
      )}
    </Group>
  )
}

/** From the best to the worst. */
const RANKS: readonly DeploymentHealth['state'][] = [
  'healthy',
  'degraded',
  'half_open',
  'cooling',
  'open',
  'forced_open',
  'benched',
  'drained',
  'disabled',
]
