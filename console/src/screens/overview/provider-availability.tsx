import { Badge, Group, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { Answer } from '#api/answer'
import { count, percent } from '#format/figures'
import { texts } from '#texts'

type Summary = Answer<'usage/summary'>

const words = texts.overview.traffic
const DIGITS = 3
const GOOD = 0.99
const FAIR = 0.9

/** What providers answered, beside what clients saw of it; and why requests moved. */
export function ProviderAvailability({ attempts, fallbacks }: Pick<Summary, 'attempts' | 'fallbacks'>) {
  if (attempts.length === 0) return null
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Stack gap="xs">
        <Title order={3} size="h6">
          {words.providers}
        </Title>
        <Text size="xs" c="dimmed">
          {words.providersHint}
        </Text>
        {attempts.map((one) => (
          <Provider key={one.provider} {...one} />
        ))}
      </Stack>
      {fallbacks.length > 0 && (
        <Stack gap="xs">
          <Title order={3} size="h6">
            {words.reasons}
          </Title>
          <Group gap={6}>
            {fallbacks.map(({ reason, moves }) => (
              <Badge key={reason} variant="light" color="violet" tt="none" radius="sm">
                {reason} {count(moves)}
              </Badge>
            ))}
          </Group>
        </Stack>
      )}
    </SimpleGrid>
  )
}

function Provider({ provider, attempts, failed }: Summary['attempts'][number]) {
  const share = attempts === 0 ? null : 1 - failed / attempts
  const color = share === null || share >= GOOD ? 'teal' : share >= FAIR ? 'orange' : 'red'
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{provider}</Text>
        <Text size="sm">
          {percent(share, DIGITS)}{' '}
          <Text span size="xs" c="dimmed">
            {words.attempts(count(failed), count(attempts))}
          </Text>
        </Text>
      </Group>
      <Progress
        value={(share ?? 0) * 100}
        color={color}
        size="sm"
        aria-label={`${provider}: ${percent(share, DIGITS)}`}
      />
    </div>
  )
}
