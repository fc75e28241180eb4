import { Box, Card, Group, Stack, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import type { Health } from '#api/answer'
import { StateBadge } from '#parts/state-badge'
import { texts } from '#texts'
import type { Chain } from './chain-queries.ts'

interface ChainDrawingProps {
  readonly chain: Chain
  readonly health: Health | undefined
}

/** The steps of a chain from the first to the last, each with how it is doing now. */
export function ChainDrawing({ chain, health }: ChainDrawingProps) {
  return (
    <Group component="ol" gap="xs" p={0} m={0} align="stretch" style={{ listStyle: 'none' }}>
      {chain.models.map((step, index) => (
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
  readonly step: Chain['models'][number]
  readonly number: number
  readonly health: Health | undefined
}

function Step({ step, number, health }: StepProps) {
  const place = health?.deployments.find((one) => isOf(one, step))
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
        {place !== undefined && (
          <div>
            <StateBadge state={place.state} />
          </div>
        )}
      </Stack>
    </Card>
  )
}

type Place = Health['deployments'][number]

/** Whether a deployment is the one of a step, which names a configured model or what a provider calls one. */
function isOf({ model, provider, deployment }: Place, step: Chain['models'][number]): boolean {
  if (step.provider !== undefined && step.provider !== provider) return false
  return (
    model === step.model || model === `${provider}/${step.model}` || deployment.startsWith(`${step.model}/`)
  )
}
