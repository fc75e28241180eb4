import { Button, Group, Menu, Paper, Select, Stack, Text, TextInput } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { DeploymentHealth } from '#api/answer'
import { useMay } from '#api/permissions'
import type { StateChange } from '#api/settings-changes'
import { setDeploymentState } from '#api/settings-changes'
import { useAction } from '#api/use-action'
import { count, duration, percent } from '#format/figures'
import { StateBadge } from '#parts/state-badge'
import { texts } from '#texts'

const { providers } = texts

/** How one deployment is doing, and what an operator may do about it. */
export function DeploymentRow({
  deployment,
  now,
}: {
  readonly deployment: DeploymentHealth
  readonly now: number
}) {
  const { state, until, reason, errorRate, tokensLeft, reported } = deployment
  return (
    <Paper withBorder p="xs" radius="sm">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text size="sm" fw={500}>
            {deployment.deployment}
          </Text>
          <StateBadge state={state} />
          {until !== null && (
            <Text size="xs" c="dimmed">
              {texts.overview.left(duration(until - now))}
            </Text>
          )}
          {reason !== null && (
            <Text size="xs" c="dimmed" lineClamp={1}>
              {reason}
            </Text>
          )}
        </Group>
        <Group gap="md">
          <Text size="xs" c="dimmed">
            {texts.overview.errorRate} {percent(errorRate)}
          </Text>
          {tokensLeft !== null && (
            <Text size="xs" c="dimmed">
              {providers.headroom(count(tokensLeft))}
            </Text>
          )}
          {reported !== null && (
            <Text size="xs" c="dimmed" title={providers.reported}>
              {reported.limits
                .map(({ counts, remaining, limit }) =>
                  providers.reportedLeft(
                    count(remaining),
                    limit === null ? null : count(limit),
                    providers.counts[counts],
                  ),
                )
                .join(', ')}
            </Text>
          )}
          {useMay('deployments:operate') && <StateMenu deployment={deployment} />}
        </Group>
      </Group>
    </Paper>
  )
}

function StateMenu({ deployment }: { readonly deployment: DeploymentHealth }) {
  const name = deployment.deployment
  const done = {
    drain: providers.drained(name),
    force_open: providers.taken(name),
    reset: providers.resetDone(name),
  }
  const set = useAction(
    async (change: StateChange) => {
      await setDeploymentState(deployment.id, change)
      return change.state
    },
    { done: (state) => done[state] },
  )
  const apply = (change: StateChange): void => set.mutate(change)
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          rightSection={<IconChevronDown size={12} aria-hidden />}
          aria-label={providers.stateOf(name)}
        >
          {providers.state}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => askHowLong(providers.drain, 'drain', apply)}>{providers.drain}</Menu.Item>
        <Menu.Item onClick={() => askHowLong(providers.forceOpen, 'force_open', apply)}>
          {providers.forceOpen}
        </Menu.Item>
        <Menu.Item onClick={() => apply({ state: 'reset' })}>{providers.reset}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

const DURATIONS_MS = { quarter: 900_000, hour: 3_600_000, day: 86_400_000, forever: null } as const
type Length = keyof typeof DURATIONS_MS

function askHowLong(
  title: string,
  state: 'drain' | 'force_open',
  onChosen: (change: StateChange) => void,
): void {
  const id = modals.open({
    title,
    children: (
      <HowLong
        action={title}
        onChosen={(length, reason) => {
          modals.close(id)
          const forMs = DURATIONS_MS[length]
          onChosen({
            state,
            ...(forMs === null ? {} : { forMs }),
            ...(reason === '' ? {} : { reason }),
          })
        }}
      />
    ),
  })
}

interface HowLongProps {
  readonly action: string
  readonly onChosen: (length: Length, reason: string) => void
}

function HowLong({ action, onChosen }: HowLongProps) {
  const [length, setLength] = useState<Length>('hour')
  const [reason, setReason] = useState('')
  return (
    <Stack gap="md">
      <Select
        label={providers.forHowLong}
        data={Object.entries(providers.durations).map(([value, label]) => ({ value, label }))}
        value={length}
        allowDeselect={false}
        onChange={(value) => setLength((value ?? 'hour') as Length)}
      />
      <TextInput
        label={providers.reason}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <Group justify="flex-end">
        <Button onClick={() => onChosen(length, reason.trim())}>{action}</Button>
      </Group>
    </Stack>
  )
}
