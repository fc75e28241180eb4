import { Card, Group, SegmentedControl, Skeleton, Stack, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Answer } from '#api/answer'
import { answered, api } from '#api/client'
import { ORGANISATION } from '#api/organisation'
import { count, duration, percent, usd } from '#format/figures'
import { Facts } from '#parts/facts'
import { Loaded } from '#parts/loaded'
import { texts } from '#texts'
import { availabilityOf, fillSeries } from './fill-series.ts'
import { ProviderAvailability } from './provider-availability.tsx'

const Chart = lazy(() => import('#parts/chart').then((module) => ({ default: module.Chart })))

type Summary = Answer<'usage/summary'>
type Range = 'hour' | 'day' | 'month'

const words = texts.overview.traffic
const RANGES_MS: Readonly<Record<Range, number>> = { hour: 3_600_000, day: 86_400_000, month: 2_592_000_000 }
const SPANS_MS: Readonly<Record<Summary['span'], number>> = {
  '5m': 300_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
}
const EVERY_MS = 5_000
const AVAILABILITY_DIGITS = 3

/** Requests of the last hour, day or month: how many were answered, at what cost, and how fast they moved. */
export function Traffic() {
  const [range, setRange] = useState<Range>('hour')
  const summary = useQuery({
    queryKey: ['usage-summary', range],
    queryFn: ({ signal }) => {
      const query = { from: String(Date.now() - RANGES_MS[range]), probe: 'false' as const }
      const params = { path: ORGANISATION, query }
      return answered(api.GET('/api/organisations/{organisationId}/usage/summary', { params, signal }))
    },
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
  return (
    <Card withBorder component="section" aria-labelledby="traffic">
      <Stack>
        <Group justify="space-between">
          <Title order={2} size="h4" id="traffic">
            {words.title}
          </Title>
          <SegmentedControl
            aria-label={words.range}
            value={range}
            onChange={(value) => setRange(value === 'day' || value === 'month' ? value : 'hour')}
            data={Object.entries(words.ranges).map(([value, label]) => ({ value, label }))}
          />
        </Group>
        <Loaded query={summary}>{(data) => <Figures summary={data} />}</Loaded>
      </Stack>
    </Card>
  )
}

function Figures({ summary }: { readonly summary: Summary }) {
  const { totals, switchMs, from, to, span, series } = summary
  const spans = useMemo(
    () => fillSeries(series, { from, to, spanMs: SPANS_MS[span] }),
    [series, from, to, span],
  )
  const times = useMemo(() => spans.map(({ at }) => at), [spans])
  const lines = useMemo(
    () => [
      { label: words.requests, color: 'blue', values: spans.map(({ requests }) => requests) },
      { label: words.moved, color: 'violet', values: spans.map(({ moved }) => moved) },
      { label: words.failed, color: 'red', values: spans.map(({ failed }) => failed) },
    ],
    [spans],
  )
  return (
    <>
      <Facts
        facts={[
          [words.availability, percent(availabilityOf(totals), AVAILABILITY_DIGITS)],
          [words.requests, count(totals.requests)],
          [words.moved, count(totals.moved)],
          [words.failed, count(totals.failed - totals.abandoned)],
          [words.switch, `${duration(switchMs.p50)} / ${duration(switchMs.p99)}`],
          [words.cost, usd(totals.costUsd)],
          [words.wasted, usd(totals.wastedCostUsd)],
          [words.unpriced, count(totals.unpriced)],
        ]}
      />
      <Suspense fallback={<Skeleton height={208} />}>
        <Chart label={words.chart(count(totals.requests))} times={times} lines={lines} format={count} />
      </Suspense>
      <ProviderAvailability attempts={summary.attempts} fallbacks={summary.fallbacks} />
    </>
  )
}
