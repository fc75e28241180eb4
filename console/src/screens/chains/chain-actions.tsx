import { Menu } from '@mantine/core'
import { IconCopy, IconEdit, IconTerminal2 } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import type { Chain } from '#api/chains'
import { deleteChain } from '#api/chains'
import { useMay } from '#api/permissions'
import { useAction } from '#api/use-action'
import { ActionsMenu, DeleteItem, WhyNot } from '#parts/actions-menu'
import { texts } from '#texts'
import { usersOf } from './users-of.ts'

const words = texts.chainEditor

/** What can be done with one chain. */
export function ChainActions({ chain }: { readonly chain: Chain }) {
  if (!useMay('chains:write')) return null
  return (
    <ActionsMenu name={chain.name}>
      <Items chain={chain} />
    </ActionsMenu>
  )
}

function Items({ chain }: { readonly chain: Chain }) {
  const { id, name, source, usedBy } = chain
  const navigate = useNavigate()
  const remove = useAction(() => deleteChain(chain), {
    done: words.deleted(name),
    onSuccess: () => void navigate({ to: '/chains', ignoreBlocker: true }),
  })
  const fixed = source === 'file'
  return (
    <>
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
      <DeleteItem
        name={name}
        text={words.deleteText}
        disabled={fixed || usedBy.length > 0}
        onConfirm={() => remove.mutate(undefined)}
      />
      <WhyNot source={source} may users={usersOf(chain)} />
    </>
  )
}
