import { Button, Card, Group, Progress, Stack, Text } from '@mantine/core'
import { IconEdit } from '@tabler/icons-react'
import type { Budget } from '#api/budget-changes'
import { percent, usd } from '#format/figures'
import { Day } from '#parts/day'
import { texts } from '#texts'

const words = texts.budgets

/** Shares of which operators are told. */
const WARN_FROM = 0.8
const FULL = 1

interface BudgetCardProps {
  readonly budget: Budget
  readonly name: string
  /** Absent: it is changed elsewhere, or not by whoever looks. */
  readonly onEdit?: () => void
  /** Why it is not changed here. */
  readonly fixed: string | null
}

/** How much of a budget is spent, and what happens at its end. */
export function BudgetCard({ budget, name, onEdit, fixed }: BudgetCardProps) {
  const { spentUsd, reservedUsd, share, per, atLimit } = budget
  const color = share >= FULL ? 'red' : share >= WARN_FROM ? 'orange' : 'blue'
  const reserved = budget.usd === 0 ? 0 : Math.min(reservedUsd / budget.usd, FULL)
  const spent = Math.min(Math.max(0, share - reserved), FULL)
  return (
    <Card withBorder component="section" aria-label={name}>
      <Stack gap="xs">
        <Group justify="space-between">
          <Text fw={600}>{name}</Text>
          <Group gap="sm">
            <Text size="sm">{words.spent(usd(spentUsd), usd(budget.usd), per)}</Text>
            {onEdit !== undefined && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconEdit size={14} aria-hidden />}
                aria-label={words.edit(name)}
                onClick={onEdit}
              >
                {texts.resources.edit}
              </Button>
            )}
          </Group>
        </Group>
        <Progress.Root size="lg">
          <Progress.Section value={spent * 100} color={color} aria-label={`${name}: ${percent(share)}`} />
          {reserved > 0 && (
            <Progress.Section
              value={Math.min(reserved, FULL - spent) * 100}
              color="gray"
              aria-label={words.reserved(usd(reservedUsd))}
            />
          )}
        </Progress.Root>
        <Group justify="space-between" gap="xs">
          <Text size="xs" c="dimmed">
            {percent(share)} · {words.atLimit[atLimit]}
            {reservedUsd > 0 && ` · ${words.reserved(usd(reservedUsd))}`}
          </Text>
          <Text size="xs" c="dimmed">
            {words.renews} <Day at={Date.parse(budget.renewsAt)} />
          </Text>
        </Group>
        {fixed !== null && (
          <Text size="xs" c="dimmed">
            {fixed}
          </Text>
        )}
      </Stack>
    </Card>
  )
}
