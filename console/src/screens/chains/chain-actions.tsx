import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconDots, IconEdit, IconTerminal2, IconTrash } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Chain } from '#api/chains'
import { deleteChain } from '#api/chains'
import { useMay } from '#api/permissions'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { texts } from '#texts'
import { usersOf } from './users-of.ts'

const words = texts.chainEditor

/** What can be done with one chain. */
export function ChainActions({ chain }: { readonly chain: Chain }) {
  const { id, name, source, usedBy } = chain
  const may = useMay('chains:write')
  const navigate = useNavigate()
  const remove = useChange(() => deleteChain(chain), {
    done: words.deleted(name),
    onSuccess: () => void navigate({ to: '/chains', ignoreBlocker: true }),
  })
  const fixed = source === 'file'
  if (!may) return null
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.resources.actions(name)}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown maw={300}>
        <Menu.Item
          component={Link}
          to={`/chains/${encodeURIComponent(id)}`}
          leftSection={<IconEdit size={16} aria-hidden />}
        >
          {fixed ? words.open : texts.resources.edit}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to={`/chains/new?copy=${encodeURIComponent(id)}`}
          leftSection={<IconCopy size={16} aria-hidden />}
        >
          {words.duplicate}
        </Menu.Item>
        <Menu.Item
          component={Link}
          to={`/playground?model=${encodeURIComponent(name)}`}
          leftSection={<IconTerminal2 size={16} aria-hidden />}
        >
          {words.tryIt}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          disabled={fixed || usedBy.length > 0}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() =>
            confirm({
              title: texts.resources.deleteTitle(name),
              text: words.deleteText,
              action: texts.resources.delete,
              onConfirm: () =>
                remove.mutate(undefined, {
                  onError: (error) => notifications.show({ color: 'red', message: error.message }),
                }),
            })
          }
        >
          {texts.resources.delete}
        </Menu.Item>
        {(fixed || usedBy.length > 0) && (
          <Menu.Label>{fixed ? texts.resources.inFile : texts.resources.usedBy(usersOf(chain))}</Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
