import { Alert, Button, Code, CopyButton, Group, Stack } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { texts } from '#texts'

interface ShownOnce {
  readonly title: string
  /** What it is for, and that it is not shown again. */
  readonly text: string
  readonly secret: string
  /** What the button says that closes it. */
  readonly done: string
  readonly children?: ReactNode
  readonly onDone?: () => void
}

/** Shows something that is shown only now; it stays until somebody says that it is copied. */
export function showOnce(shown: ShownOnce): void {
  const id = modals.open({
    title: shown.title,
    closeOnClickOutside: false,
    closeOnEscape: false,
    withCloseButton: false,
    size: 'lg',
    children: <Secret {...shown} onDone={() => modals.close(id)} />,
    onClose: shown.onDone,
  })
}

function Secret({ text, secret, done, children, onDone }: ShownOnce) {
  return (
    <Stack gap="md">
      <Alert color="yellow" variant="light">
        {text}
      </Alert>
      <Group gap="xs" wrap="nowrap">
        <Code block flex={1} style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {secret}
        </Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
            >
              {copied ? texts.members.copied : texts.members.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
      {children}
      <Group justify="flex-end">
        <Button onClick={onDone} data-autofocus>
          {done}
        </Button>
      </Group>
    </Stack>
  )
}
