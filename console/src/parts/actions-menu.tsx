import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { texts } from '#texts'
import { confirm } from './confirm.tsx'

interface ActionsMenuProps {
  /** Whose actions they are. */
  readonly name: string
  /** The items; they are there only while the menu is open. */
  readonly children: ReactNode
}

/** What can be done with one of many. A list has hundreds of these: before the first click it is no more than a button. */
export function ActionsMenu({ name, children }: ActionsMenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [wanted, want] = useState(false)
  const [opened, open] = useState(false)
  const start = (): void => {
    flushSync(() => want(true))
    // Another element now, and the focus comes back to it when the menu closes.
    button.current?.focus()
    open(true)
  }
  const look = { 'variant': 'subtle', 'color': 'gray', 'aria-label': texts.resources.actions(name) } as const
  if (!wanted) {
    return (
      <ActionIcon {...look} aria-haspopup="menu" aria-expanded={false} onClick={start}>
        <IconDots size={16} aria-hidden />
      </ActionIcon>
    )
  }
  return (
    <Menu position="bottom-end" withinPortal opened={opened} onChange={open}>
      <Menu.Target>
        <ActionIcon {...look} ref={button}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown maw={300}>{children}</Menu.Dropdown>
    </Menu>
  )
}

interface DeleteItemProps {
  readonly name: string
  /** What will happen. */
  readonly text: string
  readonly disabled: boolean
  readonly onConfirm: () => void
}

/** Asks, then deletes. */
export function DeleteItem({ name, text, disabled, onConfirm }: DeleteItemProps) {
  const action = texts.resources.delete
  return (
    <Menu.Item
      color="red"
      disabled={disabled}
      leftSection={<IconTrash size={16} aria-hidden />}
      onClick={() => confirm({ title: texts.resources.deleteTitle(name), text, action, onConfirm })}
    >
      {action}
    </Menu.Item>
  )
}

interface WhyNotProps {
  readonly source: 'file' | 'store'
  readonly may: boolean
  /** Names of what needs it. */
  readonly users?: string
}

/** Why something of the menu is switched off; nothing if nothing is. */
export function WhyNot({ source, may, users = '' }: WhyNotProps) {
  if (source === 'file') return <Menu.Label>{texts.resources.inFile}</Menu.Label>
  if (!may) return <Menu.Label>{texts.resources.notYours}</Menu.Label>
  return users === '' ? null : <Menu.Label>{texts.resources.usedBy(users)}</Menu.Label>
}
