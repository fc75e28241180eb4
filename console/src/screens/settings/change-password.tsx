import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { MIN_PASSWORD_LENGTH, setPassword } from '#api/set-password'
import { useChange } from '#api/use-change'
import { ErrorNote } from '#parts/error-note'
import { texts } from '#texts'

const words = texts.workspace.account
const { tooShort } = texts.shell.firstPassword

/** Of whoever is signed in. */
export function ChangePassword() {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      newPassword: (value) => (value.length >= MIN_PASSWORD_LENGTH ? null : tooShort(MIN_PASSWORD_LENGTH)),
    },
  })
  const change = useChange(setPassword, { done: words.done, onSuccess: () => form.reset() })
  return (
    <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap="sm" maw={360}>
        <PasswordInput
          label={words.current}
          autoComplete="current-password"
          required
          key={form.key('currentPassword')}
          {...form.getInputProps('currentPassword')}
        />
        <PasswordInput
          label={words.next}
          description={tooShort(MIN_PASSWORD_LENGTH)}
          autoComplete="new-password"
          required
          key={form.key('newPassword')}
          {...form.getInputProps('newPassword')}
        />
        {change.error !== null && <ErrorNote error={change.error} />}
        <Group>
          <Button type="submit" loading={change.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
