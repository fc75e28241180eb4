import { Anchor, Select, Stack } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Answer, LoggedEvent } from '#api/answer'
import { answered, api } from '#api/client'
import { listenToEvents } from '#api/live-events'
import { ORGANISATION } from '#api/organisation'
import { EmptyState } from '#parts/empty-state'
import { EventBadge } from '#parts/event-badge'
import { Loaded } from '#parts/loaded'
import { Moment } from '#parts/moment'
import type { Column } from '#parts/virtual-table'
import { VirtualTable } from '#parts/virtual-table'
import { texts } from '#texts'

const words = texts.events
const PAGE_EVENTS = 100
/** Many at once are one look at the list. */
const GATHER_MS = 300

const COLUMNS: readonly Column<LoggedEvent>[] = [
  { header: words.columns.time, width: 140, cell: ({ at }) => <Moment at={at} /> },
  { header: words.columns.kind, width: 190, cell: ({ kind }) => <EventBadge kind={kind} /> },
  {
    header: words.columns.what,
    width: 520,
    cell: (event) => <span title={words.told(event)}>{words.told(event)}</span>,
  },
  {
    header: words.request,
    width: 90,
    cell: (event) =>
      event.kind === 'request-moved' ? (
        <Anchor component={Link} to={`/usage/${event.request}`} size="sm">
          {words.request}
        </Anchor>
      ) : null,
  },
]

/** Past events, with new ones on top as they happen. */
export function EventList() {
  const [kind, setKind] = useState<string | null>(null)
  const queries = useQueryClient()
  const queryKey = useMemo(() => ['events', kind], [kind])
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => eventPage({ kind, cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  useEffect(() => {
    let waiting: number | undefined
    const stop = listenToEvents((event) => {
      if (kind !== null && event.kind !== kind) return
      waiting ??= window.setTimeout(() => {
        waiting = undefined
        void queries.invalidateQueries({ queryKey })
      }, GATHER_MS)
    })
    return () => {
      window.clearTimeout(waiting)
      stop()
    }
  }, [kind, queries, queryKey])
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Stack>
      <Select
        label={words.kind}
        placeholder={words.anyKind}
        data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
        value={kind}
        onChange={setKind}
        clearable
        searchable
        maw={280}
      />
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <EmptyState icon={IconHistory} title={words.none} hint={words.noneHint} />
          ) : (
            <VirtualTable
              label={words.tabs.events}
              rows={rows}
              columns={COLUMNS}
              rowKey={({ id }) => id}
              onEnd={more}
              loadingMore={isFetchingNextPage}
            />
          )
        }
      </Loaded>
    </Stack>
  )
}

interface PageAsked {
  readonly kind: string | null
  readonly cursor: string | null
  readonly signal: AbortSignal
}

async function eventPage({ kind, cursor, signal }: PageAsked): Promise<Answer<'events'>> {
  const query = { limit: PAGE_EVENTS, ...(kind !== null && { kind }), ...(cursor !== null && { cursor }) }
  const params = { path: ORGANISATION, query }
  const page = await answered(api.GET('/api/organisations/{organisationId}/events', { params, signal }))
  return page as Answer<'events'>
}
