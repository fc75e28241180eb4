import { Anchor, Badge, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowsSplit2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { count } from '#format/figures'
import { EmptyState } from '#parts/empty-state'
import { Moment } from '#parts/moment'
import { texts } from '#texts'
import type { Move } from '#api/answer'

const SHOWN = 6
const words = texts.overview.fallbacks

/** The last requests that moved: from where, to where, why. */
export function LatestFallbacks({ moves }: { readonly moves: readonly Move[] }) {
  return (
    <Card withBorder component="section" aria-labelledby="latest">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="latest">
          {words.title}
        </Title>
        <Anchor component={Link} to="/events" size="sm">
          {words.all}
        </Anchor>
      </Group>
      {moves.length === 0 ? (
        <EmptyState icon={IconArrowsSplit2} title={words.none} hint={words.noneHint} />
      ) : (
        <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
          {moves.slice(0, SHOWN).map((move) => (
            <li key={move.id}>
              <Entry move={move} />
            </li>
          ))}
        </Stack>
      )}
    </Card>
  )
}

function Entry({ move }: { readonly move: Move }) {
  const { at, from, to, classes, request, count: requests } = move
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm" align="flex-start">
      <Stack gap={2} miw={0}>
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {from.deployment ?? from.model} → {to.deployment ?? to.model}
        </Text>
        <Group gap={6}>
          {[...new Set(classes)].map((reason) => (
            <Badge key={reason} variant="light" color="red" tt="none" radius="sm">
              {reason}
            </Badge>
          ))}
          {requests > 1 && (
            <Badge variant="default" tt="none" radius="sm">
              × {count(requests)}
            </Badge>
          )}
          <Text size="xs" c="dimmed">
            <Moment at={at} />
          </Text>
        </Group>
      </Stack>
      <Anchor component={Link} to={`/usage/${request}`} size="sm">
        {words.record}
      </Anchor>
    </Group>
  )
}
