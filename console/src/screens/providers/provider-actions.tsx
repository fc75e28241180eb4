import { Menu } from '@mantine/core'
import { IconEdit, IconRefresh } from '@tabler/icons-react'
import { useMay } from '#api/permissions'
import type { Provider } from '#api/resources'
import { deleteProvider } from '#api/settings-changes'
import { useAction } from '#api/use-action'
import { ActionsMenu, DeleteItem, WhyNot } from '#parts/actions-menu'
import { texts } from '#texts'

interface ProviderActionsProps {
  readonly provider: Provider
  readonly onEdit: () => void
  readonly onRotate: () => void
}

/** What can be done with one provider. */
export function ProviderActions(props: ProviderActionsProps) {
  return (
    <ActionsMenu name={props.provider.name}>
      <Items {...props} />
    </ActionsMenu>
  )
}

function Items({ provider, onEdit, onRotate }: ProviderActionsProps) {
  const { name, source, usedBy } = provider
  const remove = useAction(() => deleteProvider(provider), { done: texts.providers.deleted(name) })
  const may = useMay('providers:write')
  const fixed = source === 'file' || !may
  return (
    <>
      <Menu.Item disabled={fixed} leftSection={<IconEdit size={16} aria-hidden />} onClick={onEdit}>
        {texts.resources.edit}
      </Menu.Item>
      <Menu.Item disabled={fixed} leftSection={<IconRefresh size={16} aria-hidden />} onClick={onRotate}>
        {texts.providers.rotation.item}
      </Menu.Item>
      <Menu.Divider />
      <DeleteItem
        name={name}
        text={texts.providers.deleteText}
        disabled={fixed || usedBy.length > 0}
        onConfirm={() => remove.mutate(undefined)}
      />
      <WhyNot source={source} may={may} users={[...new Set(usedBy.map((use) => use.name))].join(', ')} />
    </>
  )
}
