import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconEdit, IconRefresh, IconTrash } from '@tabler/icons-react'
import { useMay } from '#api/permissions'
import type { Provider } from '#api/resources'
import { deleteProvider } from '#api/settings-changes'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { texts } from '#texts'

interface ProviderActionsProps {
  readonly provider: Provider
  readonly onEdit: () => void
  readonly onRotate: () => void
}

/** What can be done with one provider. */
export function ProviderActions({ provider, onEdit, onRotate }: ProviderActionsProps) {
  const { name, source, usedBy } = provider
  const remove = useChange(() => deleteProvider(provider), { done: texts.providers.deleted(name) })
  const may = useMay('providers:write')
  const isDeclared = source === 'file'
  const fixed = isDeclared || !may
  const named = [...new Set(usedBy.map((use) => use.name))].join(', ')
  const ask = (): void =>
    confirm({
      title: texts.resources.deleteTitle(name),
      text: texts.providers.deleteText,
      action: texts.resources.delete,
      onConfirm: () =>
        remove.mutate(undefined, { onError: ({ message }) => notifications.show({ color: 'red', message }) }),
    })
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.resources.actions(name)}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={fixed} leftSection={<IconEdit size={16} aria-hidden />} onClick={onEdit}>
          {texts.resources.edit}
        </Menu.Item>
        <Menu.Item disabled={fixed} leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRotate}>
          {texts.providers.rotation.item}
        </Menu.Item>
        <Menu.Item
          color="red"
          disabled={fixed || usedBy.length > 0}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={ask}
        >
          {texts.resources.delete}
        </Menu.Item>
        {(fixed || usedBy.length > 0) && (
          <Menu.Label maw={240}>
            {isDeclared
              ? texts.resources.inFile
              : may
                ? texts.resources.usedBy(named)
                : texts.resources.notYours}
          </Menu.Label>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
