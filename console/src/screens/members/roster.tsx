import { Button, Group, Stack, Table } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ComponentProps, ComponentType } from 'react'
import { useState } from 'react'
import { EmptyState } from '#parts/empty-state'
import { Loaded } from '#parts/loaded'

interface RosterProps<Entry extends { readonly id: string }> {
  readonly query: UseQueryResult<{ readonly data: readonly Entry[] }>
  readonly empty: Omit<ComponentProps<typeof EmptyState>, 'children'>
  /** What the button says that adds one; `null`: whoever looks may not. */
  readonly add: string | null
  readonly columns: readonly string[]
  /** What a row can do, for those who do not see it. */
  readonly action: string
  readonly row: ComponentType<{ readonly entry: Entry }>
  readonly form: ComponentType<{ readonly onClose: () => void }>
}

/** Those who are let in, one row each, and a form to let in another. */
export function Roster<Entry extends { readonly id: string }>(props: RosterProps<Entry>) {
  const { query, empty, add, columns, action, row: Row, form: Form } = props
  const [adding, setAdding] = useState(false)
  const button = add !== null && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {add}
    </Button>
  )
  return (
    <Stack gap="md">
      <Loaded query={query}>
        {({ data }) =>
          data.length === 0 ? (
            <EmptyState {...empty}>{button}</EmptyState>
          ) : (
            <>
              {add !== null && <Group justify="flex-end">{button}</Group>}
              <Table.ScrollContainer minWidth={680}>
                <Table verticalSpacing="xs" fz="sm" withTableBorder>
                  <Table.Thead>
                    <Table.Tr>
                      {columns.map((column) => (
                        <Table.Th key={column}>{column}</Table.Th>
                      ))}
                      <Table.Th aria-label={action} />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {data.map((entry) => (
                      <Row key={entry.id} entry={entry} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </>
          )
        }
      </Loaded>
      {adding && <Form onClose={() => setAdding(false)} />}
    </Stack>
  )
}
