import { Button, Group, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '#texts'
import { Dialog } from './dialog.tsx'
import { ErrorNote } from './error-note.tsx'

interface FormDialogProps {
  readonly title: string
  /** What the button says that sends it. */
  readonly submit: string
  /** Nothing is missing. */
  readonly ready?: boolean
  readonly change: { readonly isPending: boolean; readonly error: Error | null }
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog with a form: what went wrong stands above its buttons. */
export function FormDialog(props: FormDialogProps) {
  const { title, submit, ready = true, change, onSubmit, onClose, children } = props
  return (
    <Dialog onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit()
        }}
      >
        <Stack gap="md">
          {children}
          {change.error !== null && <ErrorNote error={change.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.resources.cancel}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={!ready}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
