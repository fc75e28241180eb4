import { Anchor, Text, ThemeIcon } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { UsageRecord } from '#api/answer'
import { count, duration, usd } from '#format/figures'
import { Moment } from '#parts/moment'
import { StatusBadge } from '#parts/status-badge'
import type { Column } from '#parts/virtual-table'
import { VirtualTable } from '#parts/virtual-table'
import { texts } from '#texts'
import { routeOf } from './route-of.ts'

const words = texts.usage.columns

const COLUMNS: readonly Column<UsageRecord>[] = [
  {
    header: words.time,
    width: 140,
    cell: ({ id, at }) => (
      <Anchor component={Link} to={`/usage/${id}`} size="sm">
        <Moment at={at} />
      </Anchor>
    ),
  },
  {
    header: words.status,
    width: 115,
    cell: ({ status, errorClass }) => <StatusBadge status={status} errorClass={errorClass} />,
  },
  { header: words.model, width: 200, cell: (record) => <Route record={record} /> },
  { header: words.key, width: 75, cell: ({ key }) => key },
  { header: words.provider, width: 90, cell: ({ provider }) => provider ?? '–' },
  {
    header: words.tokens,
    width: 95,
    end: true,
    cell: ({ tokens }) => `${count(tokens.input)} / ${count(tokens.output)}`,
  },
  { header: words.cost, width: 80, end: true, cell: ({ costUsd }) => usd(costUsd) },
  { header: words.firstToken, width: 110, end: true, cell: ({ ttftMs }) => duration(ttftMs) },
  { header: words.duration, width: 85, end: true, cell: ({ totalMs }) => duration(totalMs) },
]

interface UsageTableProps {
  readonly rows: readonly UsageRecord[]
  readonly onEnd: () => void
  readonly loadingMore: boolean
}

/** Requests, newest first. */
export function UsageTable(props: UsageTableProps) {
  return <VirtualTable label={texts.usage.title} columns={COLUMNS} rowKey={({ id }) => id} {...props} />
}

/** The models that were tried, in order, with a mark if there were several places. */
function Route({ record }: { readonly record: UsageRecord }) {
  const { fallbacks } = record.routing
  const route = routeOf(record)
  return (
    <Text component="div" size="sm" truncate title={route.join(' → ')}>
      {fallbacks.length > 0 && (
        <ThemeIcon
          component="span"
          variant="light"
          color="violet"
          size={20}
          mr={6}
          role="img"
          aria-label={texts.usage.routed}
          title={texts.usage.routedWhy([...new Set(fallbacks)].join(', '))}
          style={{ verticalAlign: 'middle' }}
        >
          <IconRoute size={14} aria-hidden />
        </ThemeIcon>
      )}
      {route.join(' → ')}
    </Text>
  )
}
