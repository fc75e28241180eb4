import { Badge, Card, Group, Progress, Stack, Text } from '@mantine/core'
import type { Attempt } from '#api/answer'
import { duration } from '#format/figures'
import { texts } from '#texts'

interface WaterfallProps {
  readonly attempts: readonly Attempt[]
  /** When the request came in. */
  readonly at: number
  /** How long it took as a whole. */
  readonly totalMs: number
}

const COLORS: Readonly<Record<string, string>> = { answered: 'teal', failed: 'red' }
/** So that nothing is too short to be seen, in percent. */
const LEAST = 1

/** The attempts of a request one below the other, each where it was on the time that it took. */
export function Waterfall({ attempts, at, totalMs }: WaterfallProps) {
  const end = Math.max(totalMs, ...attempts.map((attempt) => attempt.startedAt - at + attempt.totalMs), 1)
  return (
    <Stack component="ol" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
      {attempts.map((attempt) => (
        <li key={attempt.n}>
          <Row attempt={attempt} offsetMs={Math.max(0, attempt.startedAt - at)} endMs={end} />
        </li>
      ))}
    </Stack>
  )
}

interface RowProps {
  readonly attempt: Attempt
  readonly offsetMs: number
  readonly endMs: number
}

function Row({ attempt, offsetMs, endMs }: RowProps) {
  const color = COLORS[attempt.outcome] ?? 'gray'
  const offset = Math.min(100 - LEAST, (offsetMs / endMs) * 100)
  const first = ((attempt.ttftMs ?? attempt.totalMs) / endMs) * 100
  const rest = attempt.ttftMs === null ? 0 : (Math.max(0, attempt.totalMs - attempt.ttftMs) / endMs) * 100
  const words = texts.usage.waterfall
  return (
    <Card withBorder padding="sm">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <Group gap="xs" wrap="wrap">
            <Badge variant="default" radius="sm">
              {attempt.n}
            </Badge>
            <Text size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
              {attempt.deployment}
            </Text>
            <Badge variant="light" color={color} tt="none" radius="sm">
              {[attempt.status, attempt.errorClass ?? attempt.outcome]
                .filter((part) => part !== null)
                .join(' ')}
            </Badge>
          </Group>
          <Text size="xs" c="dimmed">
            {words.times(duration(offsetMs), duration(attempt.totalMs))}
            {attempt.ttftMs !== null && ` · ${words.firstToken(duration(attempt.ttftMs))}`}
          </Text>
        </Group>
        <Progress.Root size="lg" aria-hidden>
          <Progress.Section value={offset} color="transparent" withAria={false} />
          <Progress.Section value={Math.max(LEAST, first)} color={color} withAria={false} opacity={0.55} />
          <Progress.Section value={rest} color={color} withAria={false} />
        </Progress.Root>
        {attempt.reason !== attempt.outcome && (
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            {attempt.reason}
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {words.next(words.actions[attempt.action] ?? attempt.action)}
        </Text>
      </Stack>
    </Card>
  )
}
