import { Badge, Button, Group, Modal, Stack, Text, Title } from '@mantine/core'
import { IconArrowBackUp, IconFileExport, IconVersions } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { useMay } from '#api/permissions'
import { useAction } from '#api/use-action'
import type { Version } from '#api/versions'
import { exportConfiguration, rollBackTo, versionsQuery } from '#api/versions'
import { saveFile } from '#format/save-file'
import { confirm } from '#parts/confirm'
import { Difference } from '#parts/difference'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'
import { Moment } from '#parts/moment'
import type { Column } from '#parts/virtual-table'
import { VirtualTable } from '#parts/virtual-table'
import { texts } from '#texts'
import { useActorName } from './use-actor-name.ts'

const words = texts.events.versions

/** Every state that the configuration had, what each change was, and the way back. */
export function VersionList() {
  const query = useInfiniteQuery(versionsQuery)
  const [shown, setShown] = useState<Version | null>(null)
  const may = useMay('settings:write')
  const nameOf = useActorName()
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  const rollBack = useAction(rollBackTo, { done: ({ number }) => words.rolledBack(number) })
  const { mutate } = rollBack
  const columns = useMemo(() => {
    const ask = (number: number): void =>
      confirm({
        title: words.rollBackTitle(number),
        text: words.rollBackText,
        action: words.rollBack,
        onConfirm: () => mutate(number),
      })
    return columnsOf({ show: setShown, nameOf, rollBack: may ? ask : null })
  }, [may, mutate, nameOf])
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Stack>
      <Export />
      <Loaded query={query}>
        {() =>
          rows.length === 0 ? (
            <EmptyState icon={IconVersions} title={words.none} hint={words.noneHint} />
          ) : (
            <VirtualTable
              label={texts.events.tabs.versions}
              rows={rows}
              rowKey={({ number }) => String(number)}
              onEnd={more}
              loadingMore={isFetchingNextPage}
              columns={columns}
            />
          )
        }
      </Loaded>
      <Modal
        opened={shown !== null}
        onClose={() => setShown(null)}
        size="xl"
        title={shown === null ? null : words.title(shown.number)}
      >
        {shown !== null && <Changes version={shown} />}
      </Modal>
    </Stack>
  )
}

function Export() {
  const save = useAction(exportConfiguration, {
    onSuccess: (text) => saveFile('backstay.yaml', text, 'application/yaml'),
  })
  return (
    <Group justify="space-between">
      <Text size="sm" c="dimmed">
        {words.about}
      </Text>
      <Button
        variant="default"
        leftSection={<IconFileExport size={16} aria-hidden />}
        loading={save.isPending}
        onClick={() => save.mutate(undefined)}
      >
        {words.export}
      </Button>
    </Group>
  )
}

function Changes({ version: { changes } }: { readonly version: Version }) {
  return (
    <Stack>
      {changes.map((change) => (
        <Stack key={change.id} gap={4}>
          <Title order={3} size="h5">
            {called(change)}
          </Title>
          <Difference before={change.before} after={change.after} />
        </Stack>
      ))}
    </Stack>
  )
}

function called({ kind, name }: Version['changes'][number]): string {
  const of = (words.kinds as Readonly<Record<string, string | undefined>>)[kind] ?? kind
  return kind === 'settings' ? of : `${of} ${name}`
}

function changed(change: Version['changes'][number]): string {
  const how = change.before === null ? words.made : change.after === null ? words.removed : words.edited
  return `${called(change)} ${how}`
}

interface Columns {
  readonly show: (version: Version) => void
  readonly nameOf: (actor: string) => string
  /** `null`: whoever looks may not. */
  readonly rollBack: ((number: number) => void) | null
}

function columnsOf({ show, nameOf, rollBack }: Columns): readonly Column<Version>[] {
  return [
    {
      header: words.columns.version,
      width: 130,
      cell: ({ number, current }) => (
        <Group gap={6} wrap="nowrap">
          {number}
          {current && (
            <Badge variant="light" tt="none" size="sm" color="teal">
              {words.current}
            </Badge>
          )}
        </Group>
      ),
    },
    { header: texts.events.columns.time, width: 130, cell: ({ at }) => <Moment at={at} /> },
    { header: texts.events.columns.who, width: 150, cell: ({ by }) => nameOf(by) },
    {
      header: words.columns.changed,
      width: 280,
      cell: ({ changes }) => {
        const all = changes.map(changed).join(', ')
        return <span title={all}>{all}</span>
      },
    },
    {
      header: texts.resources.actionsHeader,
      width: 260,
      cell: (version) => (
        <Group gap="xs" wrap="nowrap">
          <Button size="compact-xs" variant="default" onClick={() => show(version)}>
            {words.show}
          </Button>
          {rollBack !== null && !version.current && (
            <Button
              size="compact-xs"
              variant="default"
              leftSection={<IconArrowBackUp size={14} aria-hidden />}
              aria-label={words.rollBackTo(version.number)}
              onClick={() => rollBack(version.number)}
            >
              {words.rollBack}
            </Button>
          )}
        </Group>
      ),
    },
  ]
}
