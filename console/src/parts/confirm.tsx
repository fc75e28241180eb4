import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { texts } from '#texts'

interface Confirmation {
  readonly title: string
  /** What will happen. */
  readonly text: string
  /** What the button says that does it. */
  readonly action: string
  readonly onConfirm: () => void
}

/** Asks before something that cannot be taken back. */
export function confirm({ title, text, action, onConfirm }: Confirmation): void {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{text}</Text>,
    labels: { confirm: action, cancel: texts.shell.confirm.cancel },
    confirmProps: { color: 'red' },
    onConfirm,
  })
}
