import { Button, Code, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconClipboardList } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { Answer } from '#api/answer'
import { answered, api } from '#api/client'
import { ORGANISATION } from '#api/organisation'
import { fullMoment } from '#format/moments'
import { Difference } from '#parts/difference'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Moment } from '#parts/moment'
import type { Column } from '#parts/virtual-table'
import { VirtualTable } from '#parts/virtual-table'
import { texts } from '#texts'

type Entry = Answer<'audit-logs'>['data'][number]

const words = texts.events
const PAGE_ENTRIES = 100
const TYPING_MS = 300

/** Who changed what, newest first. */
export function AuditLog() {
  const [typed, setTyped] = useState('')
  const [action] = useDebouncedValue(typed.trim(), TYPING_MS)
  const [shown, setShown] = useState<Entry | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['audit', action],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET('/api/organisations/{organisationId}/audit-logs', {
          params: {
            path: ORGANISATION,
            query: {
              limit: PAGE_ENTRIES,
              ...(action !== '' && { action }),
              ...(pageParam !== null && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const columns = useMemo(() => columnsOf(setShown), [])
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Stack>
      <TextInput
        label={words.audit.action}
        placeholder={words.audit.actionHint}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maw={280}
      />
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <EmptyState icon={IconClipboardList} title={words.audit.none} hint={words.audit.noneHint} />
          ) : (
            <VirtualTable
              label={words.tabs.audit}
              rows={rows}
              rowKey={({ id }) => id}
              onEnd={more}
              loadingMore={isFetchingNextPage}
              columns={columns}
            />
          )
        }
      </Loaded>
      <Modal opened={shown !== null} onClose={() => setShown(null)} size="xl" title={shown?.action}>
        {shown !== null && (
          <Stack gap="xs">
            <Text size="sm">
              {shown.target.name || shown.target.id} · {shown.actor.name} · {fullMoment(shown.at)}
            </Text>
            <Difference before={shown.before} after={shown.after} />
          </Stack>
        )}
      </Modal>
    </Stack>
  )
}

function columnsOf(show: (entry: Entry) => void): readonly Column<Entry>[] {
  return [
    { header: words.columns.time, width: 140, cell: ({ at }) => <Moment at={at} /> },
    { header: words.columns.who, width: 170, cell: ({ actor }) => actor.name },
    { header: words.columns.action, width: 180, cell: (entry) => <Code>{entry.action}</Code> },
    { header: words.columns.target, width: 260, cell: ({ target }) => target.name || target.id },
    {
      header: words.columns.change,
      width: 180,
      cell: (entry) => (
        <Button size="compact-xs" variant="default" onClick={() => show(entry)}>
          {words.audit.show}
        </Button>
      ),
    },
  ]
}
