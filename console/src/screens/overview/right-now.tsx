import { Alert, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowsSplit2, IconCircleCheck } from '@tabler/icons-react'
import type { Health } from '#api/answer'
import { texts } from '#texts'
import type { Move } from '#api/answer'
import { reasonsOf } from './recent-moves.ts'

const LATELY_MS = 300_000
const UNUSABLE: ReadonlySet<string> = new Set(['open', 'benched', 'cooling', 'forced_open', 'half_open'])
const words = texts.overview.now

interface RightNowProps {
  readonly health: Health
  readonly moves: readonly Move[]
}

/** The answer to the question that somebody comes with at three in the morning. */
export function RightNow({ health, moves }: RightNowProps) {
  const lately = moves.filter(({ at }) => at > health.at - LATELY_MS)
  const requests = lately.reduce((sum, { count }) => sum + count, 0)
  const down = health.deployments.filter(({ state }) => UNUSABLE.has(state))
  if (requests === 0 && down.length === 0) {
    return (
      <Alert color="teal" icon={<IconCircleCheck aria-hidden />} title={words.calm} role="status">
        {words.calmHint}
      </Alert>
    )
  }
  const [color, Sign] = down.length > 0 ? ['red', IconAlertTriangle] : ['violet', IconArrowsSplit2]
  const titles = [
    ...(requests > 0 ? [words.moving(requests)] : []),
    ...(down.length > 0 ? [words.down(down.length)] : []),
  ]
  return (
    <Alert color={color} icon={<Sign aria-hidden />} title={titles.join(' · ')} role="status">
      {down.map(({ id, deployment, state, class: failure }) => (
        <Text key={id} size="sm">
          {deployment}: {texts.states[state].toLowerCase()} {failure !== null && texts.overview.why(failure)}
        </Text>
      ))}
      {requests > 0 && (
        <Group gap="xs">
          <Text size="sm">{words.movingHint(pathsOf(lately).join('; '))}</Text>
        </Group>
      )}
    </Alert>
  )
}

const MAX_PATHS = 3

/** From where to where requests moved, and why; the most frequent first. */
function pathsOf(moves: readonly Move[]): readonly string[] {
  const byPath = Map.groupBy(
    moves,
    ({ from, to }) => `${from.deployment ?? from.model} → ${to.deployment ?? to.model}`,
  )
  return [...byPath]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, MAX_PATHS)
    .map(
      ([path, same]) =>
        `${path} (${reasonsOf(same)
          .map(([reason]) => reason)
          .join(', ')})`,
    )
}
