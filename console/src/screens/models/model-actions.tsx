import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconDots, IconEdit, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { changeModel, deleteModel } from '#api/model-changes'
import { useMay } from '#api/permissions'
import type { Model } from '#api/resources'
import { useChange } from '#api/use-change'
import { confirm } from '#parts/confirm'
import { texts } from '#texts'

/** What can be done with one model. */
export function ModelActions({ model }: { readonly model: Model }) {
  const { name, enabled, source, usedBy } = model
  const onError = (error: Error): void => {
    notifications.show({ color: 'red', message: error.message })
  }
  const toggle = useChange(() => changeModel(model, { enabled: !enabled }), {
    done: enabled ? texts.models.disabled(name) : texts.models.enabledAgain(name),
  })
  const remove = useChange(() => deleteModel(model), { done: texts.models.deleted(name) })
  const may = useMay('models:write')
  const isDeclared = source === 'file'
  const fixed = isDeclared || !may
  const named = usedBy.map((use) => use.name).join(', ')
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={texts.resources.actions(name)}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          component={Link}
          to={`/models/${encodeURIComponent(model.id)}`}
          leftSection={<IconEdit size={16} aria-hidden />}
        >
          {texts.resources.edit}
        </Menu.Item>
        {may && (
          <Menu.Item
            component={Link}
            to={`/models/new?copy=${encodeURIComponent(model.id)}`}
            leftSection={<IconCopy size={16} aria-hidden />}
          >
            {texts.models.duplicate}
          </Menu.Item>
        )}
        <Menu.Item
          disabled={fixed}
          leftSection={
            enabled ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />
          }
          onClick={() => toggle.mutate(undefined, { onError })}
        >
          {enabled ? texts.models.disable : texts.models.enable}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          disabled={fixed || usedBy.length > 0}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() =>
            confirm({
              title: texts.resources.deleteTitle(name),
              text: texts.models.deleteText,
              action: texts.resources.delete,
              onConfirm: () => remove.mutate(undefined, { onError }),
            })
          }
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
