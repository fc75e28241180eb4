import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconInfoCircle, IconPlus } from '@tabler/icons-react'
import type { DeploymentTest } from '#api/model-changes'
import { texts } from '#texts'
import type { StepProps } from './configure-model.tsx'
import { DeploymentCard } from './deployment-card.tsx'
import type { DeploymentDraft } from './model-draft.ts'
import { emptyDeployment, sharesOf, splitOf } from './model-draft.ts'

const { deploy } = texts.wizard

interface DeployModelProps extends StepProps {
  /** By card. */
  readonly outcomes: ReadonlyMap<number, DeploymentTest>
  /** By card, then by field. */
  readonly problems: ReadonlyMap<number, Readonly<Record<string, string>>>
}

const SPLITS = {
  'one': null,
  'weighted': deploy.weighted,
  'even': deploy.rotation,
  'some-limits': deploy.someLimits,
} as const

/** The third step: where the model is called. */
export function DeployModel({ draft, change, outcomes, problems }: DeployModelProps) {
  const { deployments } = draft
  const shares = sharesOf(deployments)
  const split = splitOf(deployments)
  const put = (card: number, part: Partial<DeploymentDraft>): void => {
    change({ deployments: deployments.map((one) => (one.card === card ? { ...one, ...part } : one)) })
  }
  const add = (): void => {
    const last = deployments.at(-1)
    change({ deployments: [...deployments, emptyDeployment(last?.provider, last?.model)] })
  }
  return (
    <Stack gap="md">
      {deployments.map((one, index) => (
        <DeploymentCard
          key={one.card}
          number={index + 1}
          draft={one}
          share={shares[index] ?? 0}
          outcome={outcomes.get(one.card) ?? null}
          problems={problems.get(one.card) ?? {}}
          change={(part) => put(one.card, part)}
          onRemove={
            deployments.length === 1
              ? null
              : () => change({ deployments: deployments.filter(({ card }) => card !== one.card) })
          }
        />
      ))}
      <Group gap="sm">
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
          {deploy.add}
        </Button>
        <Text size="sm" c="dimmed">
          {deploy.addHint}
        </Text>
      </Group>
      {SPLITS[split] !== null && (
        <Alert
          color={split === 'some-limits' ? 'yellow' : 'gray'}
          variant="light"
          icon={<IconInfoCircle aria-hidden />}
        >
          {SPLITS[split]}
        </Alert>
      )}
    </Stack>
  )
}
