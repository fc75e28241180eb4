import { Menu } from '@mantine/core'
import { IconCopy, IconEdit, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { changeModel, deleteModel } from '#api/model-changes'
import { useMay } from '#api/permissions'
import type { Model } from '#api/resources'
import { useAction } from '#api/use-action'
import { ActionsMenu, DeleteItem, WhyNot } from '#parts/actions-menu'
import { texts } from '#texts'

/** What can be done with one model. */
export function ModelActions({ model }: { readonly model: Model }) {
  return (
    <ActionsMenu name={model.name}>
      <Items model={model} />
    </ActionsMenu>
  )
}

function Items({ model }: { readonly model: Model }) {
  const { id, name, enabled, source, usedBy } = model
  const toggle = useAction(() => changeModel(model, { enabled: !enabled }), {
    done: enabled ? texts.models.disabled(name) : texts.models.enabledAgain(name),
  })
  const remove = useAction(() => deleteModel(model), { done: texts.models.deleted(name) })
  const may = useMay('models:write')
  const fixed = source === 'file' || !may
  return (
    <>
      <Menu.Item
        component={Link}
        to={`/models/${encodeURIComponent(id)}`}
        leftSection={<IconEdit size={16} aria-hidden />}
      >
        {texts.resources.edit}
      </Menu.Item>
      {may && (
        <Menu.Item
          component={Link}
          to={`/models/new?copy=${encodeURIComponent(id)}`}
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
        onClick={() => toggle.mutate(undefined)}
      >
        {enabled ? texts.models.disable : texts.models.enable}
      </Menu.Item>
      <Menu.Divider />
      <DeleteItem
        name={name}
        text={texts.models.deleteText}
        disabled={fixed || usedBy.length > 0}
        onConfirm={() => remove.mutate(undefined)}
      />
      <WhyNot source={source} may={may} users={usedBy.map((use) => use.name).join(', ')} />
    </>
  )
}
