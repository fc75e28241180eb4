import { Badge, Card, Group, Skeleton, Text, Title } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import { count } from '#format/figures'
import { texts } from '#texts'
import { MAX_MOVES } from '#api/queries'
import type { Move } from '#api/answer'
import { movesPerMinute, reasonsOf } from './recent-moves.ts'

const Chart = lazy(() => import('#parts/chart').then((module) => ({ default: module.Chart })))

const MINUTES = 60
const MINUTE_MS = 60_000
const words = texts.overview.fallbacks

/** How many requests moved in each of the last sixty minutes, and why. */
export function FallbackChart({ moves, now }: { readonly moves: readonly Move[]; readonly now: number }) {
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS
  const { times, counts } = useMemo(() => movesPerMinute(moves, minute, MINUTES), [moves, minute])
  const lines = useMemo(() => [{ label: words.title, color: 'violet', values: counts, bars: true }], [counts])
  const total = counts.reduce((sum, one) => sum + one, 0)
  return (
    <Card withBorder component="section" aria-labelledby="per-minute">
      <Title order={2} size="h4" id="per-minute" mb="xs">
        {words.perMinute}
      </Title>
      <Suspense fallback={<Skeleton height={180} />}>
        <Chart label={words.chart(count(total))} times={times} lines={lines} format={count} />
      </Suspense>
      <Group gap={6} mt="xs">
        {reasonsOf(moves).map(([reason, requests]) => (
          <Badge key={reason} variant="light" color="violet" tt="none" radius="sm">
            {reason} {count(requests)}
          </Badge>
        ))}
        {moves.length >= MAX_MOVES && (
          <Text size="xs" c="dimmed">
            {words.cut}
          </Text>
        )}
      </Group>
    </Card>
  )
}
