import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload, IconListDetails } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { answered, api } from '#api/client'
import { ORGANISATION } from '#api/organisation'
import { count } from '#format/figures'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Page as Frame } from '#parts/page'
import { texts } from '#texts'
import { exportCsv } from './export-csv.ts'
import { ClearFilters, UsageFilters } from './usage-filters.tsx'
import type { UsageFilter } from './usage-filter.ts'
import { filterOf, isNarrowed, queryOf } from './usage-filter.ts'
import { UsageTable } from './usage-table.tsx'

const PAGE_ROWS = 100

/** The list of requests. */
export function Page() {
  const filter = filterOf(useSearch({ strict: false }))
  const navigate = useNavigate()
  const change = (next: UsageFilter): void =>
    void navigate({ to: '/usage', search: { ...next }, replace: true })
  const query = useInfiniteQuery({
    queryKey: ['usage', filter],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/api/organisations/{organisationId}/usage', {
          params: {
            path: ORGANISATION,
            query: {
              ...queryOf(filter, Date.now()),
              limit: PAGE_ROWS,
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const rows = useMemo(() => query.data?.pages.flatMap(({ data }) => data) ?? [], [query.data])
  return (
    <Frame title={texts.usage.title} about={texts.usage.about} actions={<ExportButton filter={filter} />}>
      <UsageFilters filter={filter} onChange={change} />
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <Nothing filter={filter} onClear={() => change({})} />
          ) : (
            <>
              <UsageTable rows={rows} onEnd={more} loadingMore={isFetchingNextPage} />
              <Group justify="flex-end">
                <Text size="xs" c="dimmed" role="status">
                  {texts.usage.rows(count(rows.length))}
                </Text>
              </Group>
            </>
          )
        }
      </Loaded>
    </Frame>
  )
}

interface NothingProps {
  readonly filter: UsageFilter
  readonly onClear: () => void
}

/** No requests at all, or none that the filters let through. */
function Nothing({ filter, onClear }: NothingProps) {
  const narrowed = isNarrowed(filter)
  return (
    <EmptyState
      icon={IconListDetails}
      title={texts.usage.none}
      hint={narrowed ? texts.usage.noneMatches : texts.usage.noneHint}
    >
      {narrowed ? (
        <ClearFilters onClear={onClear} />
      ) : (
        <Button component={Link} to="/playground" variant="default">
          {texts.usage.toPlayground}
        </Button>
      )}
    </EmptyState>
  )
}

function ExportButton({ filter }: { readonly filter: UsageFilter }) {
  const words = texts.usage.csv
  const run = useMutation({
    mutationFn: () => exportCsv(filter),
    onSuccess: ({ rows, cut }) =>
      notifications.show({
        message: cut ? words.cut(count(rows)) : words.done(count(rows)),
        color: cut ? 'orange' : 'teal',
      }),
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
  })
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={run.isPending}
      onClick={() => run.mutate()}
    >
      {words.label}
    </Button>
  )
}
