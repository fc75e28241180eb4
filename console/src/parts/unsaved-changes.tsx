import { Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useBlocker } from '@tanstack/react-router'
import { texts } from '#texts'

/** Asks before changes that are not saved are left behind. */
export function useUnsavedChanges(unsaved: boolean): void {
  useBlocker({
    shouldBlockFn: () => unsaved && ask(),
    enableBeforeUnload: unsaved,
    disabled: !unsaved,
  })
}

/** Resolves to whether to stay. */
function ask(): Promise<boolean> {
  const { title, text, stay, leave } = texts.shell.unsaved
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: <Text size="sm">{text}</Text>,
      labels: { confirm: leave, cancel: stay },
      confirmProps: { color: 'red' },
      onConfirm: () => resolve(false),
      onCancel: () => resolve(true),
      onClose: () => resolve(true),
    })
  })
}
